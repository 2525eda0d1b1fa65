using System.Buffers.Binary;
using System.Text.Json;
using WalletService.Domain.Balances;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>Our view of a wallet's tokens is that of spl-token, of @solana/kit, and of the programs themselves.</summary>
[Collection(MintTests.Name)]
public sealed class HoldingsTests(MintsFixture fixture) : IAsyncLifetime
{
    private readonly TestWallet owner = TestWallet.Create();
    private SolanaLedger ledger = null!;

    public async Task InitializeAsync() => ledger = await SolanaLedger.StartAsync(fixture.Localnet);

    public async Task DisposeAsync() => await ledger.DisposeAsync();

    [Fact]
    public async Task Agrees_with_the_JavaScript_clients_for_every_kind_of_mint()
    {
        object[] designs =
        [
            new { },
            new { transferFee = new { basisPoints = 100, maximum = "5000" } },
            new { closeAuthority = true },
            new { confidential = true },
            new { nonTransferable = true },
            new { permanentDelegate = true },
            new { hook = "11111111111111111111111111111112" },
            new { metadata = new { name = "Gold", symbol = "GLD" } },
            new { groupPointer = true },
            new { groupMemberPointer = true },
            new { pausable = true },
            new { permissionedBurn = true },
        ];
        foreach (var design in designs)
        {
            await MintAsync(await fixture.Issuer.CreateMintAsync(design, decimals: 9), 123_456_789_012_345_678);
        }

        await MintAsync(await CreateMintWithPastInterestAsync(), 123_456_789_012_345_678);
        await MintAsync(await CreateMintWithNewMultiplierAsync(), 123_456_789_012_345_678);
        await MintAsync(await fixture.Issuer.CreateTokenMintAsync(), ulong.MaxValue);
        var frozen = await fixture.Issuer.CreateMintAsync(new { defaultState = "frozen" }, decimals: 0);
        await fixture.Issuer.CreateAccountAsync(frozen, owner.Address.Value);

        var (ours, theirs) = await ReadBothAsync(expected: designs.Length + 4);

        Assert.Equal(theirs.Select(Describe), ours.Select(Describe));
        Assert.Equal(
            [UiAmountMeaning.InterestBearing, UiAmountMeaning.Scaled],
            ours.Select(token => token.UiAmountMeaning).Where(meaning => meaning != UiAmountMeaning.Exact).Order());
        Assert.Equal("GLD", Assert.Single(ours, token => token.Symbol is not null).Symbol);
    }

    [Fact]
    public async Task Agrees_on_delegates_close_authorities_frozen_accounts_and_accounts_that_are_not_associated()
    {
        var other = TestWallet.Create().Address.Value;
        foreach (var mint in (string[])[await fixture.Issuer.CreateMintAsync(), await fixture.Issuer.CreateTokenMintAsync()])
        {
            var associated = await fixture.Issuer.MintToAsync(mint, owner.Address.Value, 1_000);
            await fixture.Issuer.AskAsync("approve", new { tokenAccount = associated, secret = owner.Secret, @delegate = other, amount = "77" });
            await fixture.Issuer.AskAsync("setCloseAuthority", new { tokenAccount = associated, secret = owner.Secret, authority = other });
            var auxiliary = await fixture.Issuer.CreateAccountAsync(mint, owner.Address.Value, auxiliary: true);
            await fixture.Issuer.MintToAccountAsync(mint, auxiliary, 5);
            await fixture.Issuer.AskAsync("freeze", new { mint, tokenAccount = auxiliary });
        }

        var (ours, theirs) = await ReadBothAsync(expected: 4);

        Assert.Equal(theirs.Select(Describe), ours.Select(Describe));
        Assert.Equal(2, ours.Count(token => token is { IsAssociated: true, DelegatedAmount: 77, State: "initialized" }));
        Assert.Equal(2, ours.Count(token => token is { IsAssociated: false, Delegate: null, State: "frozen", Amount: 5 }));
    }

    /// <summary>Interest that has come to an end, so that two readings a moment apart see the same.</summary>
    private async Task<string> CreateMintWithPastInterestAsync()
    {
        var mint = await fixture.Issuer.CreateMintAsync(new { interestRate = 0 }, decimals: 9);
        var (_, now) = await fixture.ReadClockAsync();
        await fixture.ChangeDataAsync(Address.Parse(mint), data =>
        {
            var config = MintsFixture.FirstExtension(data, TokenExtensionType.InterestBearingConfig);
            BinaryPrimitives.WriteInt64LittleEndian(config[32..], now - 100_000_000);
            BinaryPrimitives.WriteInt16LittleEndian(config[40..], 500);
            BinaryPrimitives.WriteInt64LittleEndian(config[42..], now - 1_000);
        });
        return mint;
    }

    /// <summary>A factor that holds since some time ago.</summary>
    private async Task<string> CreateMintWithNewMultiplierAsync()
    {
        var mint = await fixture.Issuer.CreateMintAsync(new { multiplier = 1.37 }, decimals: 9);
        var (_, now) = await fixture.ReadClockAsync();
        await fixture.ChangeDataAsync(Address.Parse(mint), data =>
        {
            var config = MintsFixture.FirstExtension(data, TokenExtensionType.ScaledUiAmount);
            BinaryPrimitives.WriteInt64LittleEndian(config[40..], now - 1_000);
            BinaryPrimitives.WriteDoubleLittleEndian(config[48..], 0.73);
        });
        return mint;
    }

    private static object Describe(TokenHolding token) => (
        token.TokenAccount.Value,
        token.Mint.Value,
        token.Program,
        (int)token.Decimals,
        token.Amount.ToString(),
        token.UiAmount,
        token.State == "frozen",
        token.IsAssociated,
        token.Delegate?.Value,
        token.DelegatedAmount.ToString(),
        token.CloseAuthority?.Value);

    private static object Describe(JsonElement account)
    {
        var inKit = account.GetProperty("kit");
        Assert.Equal(Text(account, "amount"), Text(inKit, "amount"));
        Assert.Equal(account.GetProperty("isFrozen").GetBoolean(), inKit.GetProperty("isFrozen").GetBoolean());
        Assert.Equal(Text(account, "delegate"), Text(inKit, "delegate"));
        return (
            Text(account, "tokenAccount")!,
            Text(account, "mint")!,
            Text(account, "program") == WellKnownAddresses.TokenProgram.ToString() ? "token" : "token-2022",
            account.GetProperty("decimals").GetInt32(),
            Text(account, "amount")!,
            Text(account, "uiAmount")!,
            account.GetProperty("isFrozen").GetBoolean(),
            account.GetProperty("isAssociated").GetBoolean(),
            Text(account, "delegate"),
            Text(account, "delegatedAmount")!,
            Text(account, "closeAuthority"));
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private Task MintAsync(string mint, ulong amount) => fixture.Issuer.MintToAsync(mint, owner.Address.Value, amount);

    /// <summary>Our view and theirs in the same order, as of a clock that stands still.</summary>
    private async Task<(IReadOnlyList<TokenHolding> Ours, IReadOnlyList<JsonElement> Theirs)> ReadBothAsync(int expected)
    {
        var ours = await Eventually.HasValueAsync(async () =>
        {
            var holdings = await ledger.Reader.GetTokensAsync(owner.Address, CancellationToken.None);
            return holdings.Tokens.Count == expected ? holdings.Tokens : null;
        });
        string[] programs = [WellKnownAddresses.TokenProgram.ToString(), WellKnownAddresses.Token2022Program.ToString()];
        var answer = await fixture.Issuer.AskAsync("holdings", new { owner = owner.Address.Value, programs });
        var theirs = answer.GetProperty("accounts").EnumerateArray()
            .OrderBy(account => Text(account, "mint"), StringComparer.Ordinal)
            .ThenBy(account => Text(account, "tokenAccount"), StringComparer.Ordinal);
        return (ours, [.. theirs]);
    }
}
