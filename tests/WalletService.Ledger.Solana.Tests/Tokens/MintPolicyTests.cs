using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>Which tokens the service handles, by the extensions of their mints and by what the operator allows.</summary>
[Collection(LocalnetTests.Name)]
public sealed class MintPolicyTests(LocalnetFixture fixture)
{
    private static readonly Address HookProgram = TestWallet.Create().Address.ToKitAddress();

    private readonly TestWallet sender = TestWallet.Create();
    private readonly TestWallet recipient = TestWallet.Create();

    [Fact]
    public async Task What_does_no_harm_is_accepted()
    {
        MintExtension[] harmless =
        [
            MintExtension.CloseAuthority,
            MintExtension.Fee(100, 5_000),
            MintExtension.Hook(program: null),
            MintExtension.Pausable(isPaused: false),
            MintExtension.DefaultState(TokenAccountState.Initialized),
            MintExtension.Of(TokenExtensionType.MetadataPointer, new byte[64]),
            MintExtension.Of(TokenExtensionType.GroupPointer, new byte[64]),
        ];
        var token = await TestToken.CreateModernAsync(fixture.Localnet, harmless);

        Assert.Null(await RefusalAsync(fixture.Ledger, token));
    }

    [Fact]
    public async Task What_endangers_a_holder_is_refused_by_the_extensions_name()
    {
        Assert.Equal("PermanentDelegate", await RefusedAsync(MintExtension.PermanentDelegate));
        Assert.Equal("NonTransferable", await RefusedAsync(MintExtension.NonTransferable));
        Assert.Equal("TransferHook", await RefusedAsync(MintExtension.Hook(HookProgram)));
        Assert.Equal("PermissionedBurn", await RefusedAsync(MintExtension.Of(TokenExtensionType.PermissionedBurn, new byte[32])));
        Assert.Equal("ConfidentialMintBurn", await RefusedAsync(MintExtension.Of(TokenExtensionType.ConfidentialMintBurn, new byte[196])));
        Assert.Equal("29", await RefusedAsync(MintExtension.Unknown));
    }

    [Fact]
    public async Task The_operator_may_allow_an_extension_a_hook_program_or_a_mint()
    {
        var withDelegate = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.PermanentDelegate);
        var withHook = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.Hook(HookProgram));
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet, new TokenOptions { AllowedExtensions = { "PermanentDelegate" }, AllowedHookPrograms = { HookProgram.ToString() } });
        Assert.Null(await RefusalAsync(ledger, withDelegate));
        Assert.Null(await RefusalAsync(ledger, withHook));

        var trusted = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.PermanentDelegate, MintExtension.Hook(HookProgram));
        await using var trusting = await SolanaLedger.StartAsync(fixture.Localnet, new TokenOptions { AllowedMints = { trusted.Mint.ToString() } });
        Assert.Null(await RefusalAsync(trusting, trusted));
        Assert.Equal("PermanentDelegate", (await RefusalAsync(trusting, withDelegate))!.Extension);
    }

    [Fact]
    public async Task What_is_unknown_or_can_never_be_sent_is_refused_even_of_a_trusted_mint()
    {
        var unknown = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.Unknown);
        var stuck = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.NonTransferable);
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet, new TokenOptions { AllowedMints = { unknown.Mint.ToString(), stuck.Mint.ToString() } });

        Assert.Equal("29", (await RefusalAsync(ledger, unknown))!.Extension);
        Assert.Equal("NonTransferable", (await RefusalAsync(ledger, stuck))!.Extension);
    }

    [Fact]
    public async Task An_allowed_hook_is_given_its_program_when_it_asks_for_nothing_else()
    {
        var token = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.Hook(HookProgram));
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet, new TokenOptions { AllowedHookPrograms = { HookProgram.ToString() } });

        var facts = await FactsAsync(ledger, token);

        Assert.Equal([new HookAccount(HookProgram.ToDomainAddress(), IsWritable: false)], facts.Mint!.HookAccounts);
    }

    [Fact]
    public async Task New_accounts_that_begin_frozen_are_no_place_to_pay_to()
    {
        var token = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.DefaultState(TokenAccountState.Frozen));
        Assert.Equal("DefaultAccountState", (await RefusalAsync(fixture.Ledger, token))!.Extension);

        await token.HoldAsync(recipient.Address, 0);
        await Eventually.BecomesTrueAsync(async () => await RefusalAsync(fixture.Ledger, token) is null);
    }

    [Fact]
    public void Settings_that_mean_nothing_are_refused_at_the_start()
    {
        var rules = new Ledger.Solana.Tokens.TokenOptionsRules();
        var options = new TokenOptions
        {
            AllowedExtensions = { "PermanentDelegate", "permanentdelegate", "NonTransferable", "12" },
            AllowedMints = { "not base58!" },
            AllowedHookPrograms = { HookProgram.ToString(), "" },
        };

        var failures = rules.Validate(null, options).Failures!.ToArray();

        Assert.Equal(
            ["Tokens:AllowedExtensions:1", "Tokens:AllowedExtensions:2", "Tokens:AllowedExtensions:3", "Tokens:AllowedMints:0", "Tokens:AllowedHookPrograms:1"],
            failures.Select(failure => failure.Split(' ')[0]));
    }

    private async Task<string?> RefusedAsync(MintExtension extension) =>
        (await RefusalAsync(fixture.Ledger, await TestToken.CreateModernAsync(fixture.Localnet, extension)))?.Extension;

    private async Task<MintRefusal?> RefusalAsync(SolanaLedger ledger, TestToken token) => (await FactsAsync(ledger, token)).Mint!.Refusal;

    private Task<TokenTransferFacts> FactsAsync(SolanaLedger ledger, TestToken token) => Eventually.HasValueAsync(async () =>
    {
        var facts = await ledger.Tokens.GetTransferFactsAsync(
            sender.Address, recipient.Address, token.MintAddress, minimumSlot: 0, CancellationToken.None);
        return facts.Mint is null ? null : facts;
    });
}
