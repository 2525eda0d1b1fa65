using System.Buffers.Binary;
using WalletService.Domain.Inspection;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Tests.Tokens;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Inspection;

/// <summary>Whether what is read of a transaction is the whole truth, as the real programs tell by simulating it.</summary>
[Collection(LocalnetTests.Name)]
public sealed class EffectsOnChainTests(LocalnetFixture fixture)
{
    private const int Transactions = 600;
    private const int Seed = 20_261_121;
    private const ulong Held = 1_000_000;
    private static readonly Blockhash AnyHash = Blockhash.FromBytes(TestWallet.Create().Address.Bytes.Span);

    /// <summary>
    /// Whoever writes a transaction for a wallet to sign: if nothing is found in it, then nothing leaves the wallet but what it states, and
    /// nothing that is the wallet's gets another master.
    /// </summary>
    [Fact]
    public async Task Nothing_leaves_unseen_in_hundreds_of_hostile_transactions()
    {
        using var http = new HttpClient();
        var client = new SolanaRpcClient(http, fixture.Localnet.RpcUrl);
        var scene = await SceneAsync();
        var calls = new RandomCalls(scene.Wallet, scene.Thief, scene.Tokens, scene.Nonce, Seed);
        var (clean, found, lossless) = (0, 0, 0);
        for (var number = 0; number < Transactions; number++)
        {
            var message = MessageCompiler.CompileLegacy(scene.Wallet, calls.Next(), AnyHash);
            var wire = Transaction.Create(message).Serialize();
            var result = (await client.SimulateTransactionAsync(
                wire, new SimulateOptions { ReplaceRecentBlockhash = true, Accounts = scene.Watched })).Value;
            if (result.Error is not null)
            {
                continue;
            }

            var effects = await fixture.Ledger.Callers.ReadEffectsAsync(
                wire, scene.Wallet.ToDomainAddress(), minimumSlot: 0, CancellationToken.None);
            if (effects.Findings.Count > 0)
            {
                found++;
                continue;
            }

            clean++;
            lossless += effects.Movements.Count == 0 ? 1 : 0;
            var loss = FindLoss(scene, result, effects);
            Assert.True(loss is null, $"Transaction {number} of seed {Seed}: {loss}; {Convert.ToHexStringLower(wire)}");
        }

        // Enough of each to mean something.
        Assert.True(clean > 50 && found > 50 && lossless > 5, $"{clean} clean, {found} with findings, {lossless} that take nothing");
    }

    private static string? FindLoss(Scene scene, SimulationResult result, TransactionEffects effects)
    {
        var wallet = result.Accounts![0];
        if (wallet is not null && (wallet.Owner != SystemProgram.Id || wallet.Data.Length > 0))
        {
            return $"the wallet's account belongs to {wallet.Owner} with {wallet.Data.Length} bytes";
        }

        var lamports = Held * Lamports.PerSol / 1_000;
        var gone = (Int128)lamports - (wallet?.Lamports ?? 0) - (result.Fee ?? 0);
        if (gone > (Int128)effects.StatedOutflow(mint: null))
        {
            return $"{gone} lamports are gone, {effects.StatedOutflow(mint: null)} are stated";
        }

        foreach (var (token, after) in scene.Tokens.Zip(result.Accounts.Skip(1)))
        {
            if (FindLoss(scene, token, after, effects) is { } loss)
            {
                return loss;
            }
        }

        return null;
    }

    private static string? FindLoss(Scene scene, HeldToken token, AccountInfo? after, TransactionEffects effects)
    {
        if (after is null || after.Data.Length == 0)
        {
            return null;
        }

        Assert.True(TokenAccount.TryParse(after.Data.Span, out var account));
        if (account.Owner != scene.Wallet || account.Delegate is not null || account.CloseAuthority is not null)
        {
            return $"the account of {token.Mint} has owner {account.Owner}, delegate {account.Delegate}, close authority {account.CloseAuthority}";
        }

        var stated = effects.StatedOutflow(token.Mint.ToDomainAddress());
        return (Int128)Held - account.Amount > (Int128)stated ? $"{account.Amount} of {Held} are left, {stated} are stated" : null;
    }

    private async Task<Scene> SceneAsync()
    {
        var (wallet, thief) = (TestWallet.Create().Address, TestWallet.Create().Address);
        var tokens = new List<HeldToken>();
        foreach (var program in (Address[])[TokenProgram.Id, TokenProgram.Id, TokenProgram.Token2022Id])
        {
            var token = await TestToken.CreateAsync(fixture.Localnet, program);
            await token.HoldAsync(wallet, Held);
            await token.HoldAsync(thief, Held);
            tokens.Add(new HeldToken(program, token.Mint, token.AccountOf(wallet).ToKitAddress(), token.AccountOf(thief).ToKitAddress()));
        }

        var nonce = await CreateNonceAsync(wallet);
        const ulong Funds = Held * Lamports.PerSol / 1_000;
        await fixture.Localnet.ControlAsync("account", new { pubkey = thief.Value, lamports = Funds });
        await fixture.Localnet.ControlAsync("account", new { pubkey = wallet.Value, lamports = Funds });
        await Eventually.BecomesTrueAsync(async () =>
            (await fixture.Ledger.Reader.GetBalanceAsync(wallet, Commitment.Confirmed, CancellationToken.None)).Lamports.Value == Funds);
        return new Scene(wallet.ToKitAddress(), thief.ToKitAddress(), tokens, nonce);
    }

    /// <summary>An initialised nonce account, by the layout of Agave's <c>nonce::state::Versions</c>.</summary>
    private async Task<Address> CreateNonceAsync(SolanaAddress authority)
    {
        const int Length = 80;
        const int AuthorityOffset = 8;
        const int NonceOffset = 40;
        const int FeeOffset = 72;
        var data = new byte[Length];
        data[0] = 1;
        data[sizeof(uint)] = 1;
        authority.Bytes.Span.CopyTo(data.AsSpan(AuthorityOffset));
        AnyHash.Span.CopyTo(data.AsSpan(NonceOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(FeeOffset), 5_000);
        var address = TestWallet.Create().Address;
        await fixture.Localnet.ControlAsync("account", new
        {
            pubkey = address.Value,
            lamports = 100_000_000,
            data = Convert.ToBase64String(data),
            owner = SystemProgram.Id.ToString(),
        });
        return address.ToKitAddress();
    }

    private sealed record Scene(Address Wallet, Address Thief, IReadOnlyList<HeldToken> Tokens, Address Nonce)
    {
        public IReadOnlyList<Address> Watched => [Wallet, .. Tokens.Select(token => token.Wallets)];
    }
}
