using WalletService.Client;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>A rotation leaves no token account behind: by the whole service, looked at on chain without it.</summary>
public sealed class RetiredTokenAccountsTests
{
    private const ulong Held = 7_000_000;
    private const ulong Elsewhere = 5;
    private const ulong Paid = 1_000_000;
    private const string LatePayment = "0.25";
    private const string LateLamports = "250000000";
    private const string FundsText = "5000000000";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Every_token_account_of_the_old_address_is_emptied_and_closed_and_its_rent_goes_to_the_new_one()
    {
        await using var stack = await WalletServiceStack.StartAsync(Hurry);
        await using var issuer = TokenIssuer.Start(stack.Localnet);
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "leaving");
        var before = wallet.Details;

        // Two accounts of one token, one of them not the associated one; two that were never used; and one with fees withheld in it.
        var classic = await issuer.CreateTokenMintAsync();
        await issuer.MintToAsync(classic, before.Address, Held);
        await issuer.MintToAccountAsync(classic, await issuer.CreateAccountAsync(classic, before.Address, auxiliary: true), Elsewhere);
        await issuer.CreateAccountAsync(await issuer.CreateTokenMintAsync(), before.Address);
        await issuer.CreateAccountAsync(await issuer.CreateMintAsync(), before.Address, auxiliary: true);
        var taxed = await issuer.CreateMintAsync(new { transferFee = new { basisPoints = 100, maximum = "1000000000" } });
        await PayTaxedAsync(issuer, taxed, before.Address);
        await Eventually.BecomesTrueAsync(async () => await CountAccountsAsync(stack, before.Address) == 5, Patience);

        var rotated = await client.RotateKeyAsync(new RotateKey { UserId = before.UserId, WalletId = before.WalletId, RequestId = "rotate-1" });

        await Eventually.BecomesTrueAsync(
            async () => await CountAccountsAsync(stack, before.Address) == 0 && await wallet.OnChainAsync(before.Address) == 0, Patience);
        Assert.Equal(Held + Elsewhere, await TokensAsync(stack, rotated.Address, classic));

        // The fee of the transfer to the wallet, and of the sweep.
        Assert.Equal(Paid - (Paid / 100) - ((Paid - (Paid / 100)) / 100), await TokensAsync(stack, rotated.Address, taxed));

        // Five accounts were closed and two of them made anew: more than there was before, fees and all.
        Assert.True(await wallet.OnChainAsync(rotated.Address) > TestWallet.Funds);
        await IsNoDepositAsync(client, stack, wallet);
    }

    /// <summary>Somebody who holds a token with a transfer fee pays the wallet: a part of it is withheld in its account.</summary>
    private static async Task PayTaxedAsync(TokenIssuer issuer, string mint, string recipient)
    {
        var (seed, publicKey) = Ed25519.GenerateKey();
        await issuer.MintToAsync(mint, Address.FromBytes(publicKey).ToString(), 2 * Paid);
        await issuer.TransferAsync(mint, seed, recipient, Paid);
    }

    /// <summary>The rent that comes back is the wallet's own. A later payment is booked behind it.</summary>
    private static async Task IsNoDepositAsync(WalletClient client, WalletServiceStack stack, TestWallet wallet)
    {
        var payer = await TestWallet.CreateAsync(client, stack.Localnet, "somebody");
        await client.TransferSolAsync(payer.Payment(wallet.Details.Address, LatePayment));
        var lamports = await Eventually.HasValueAsync(
            async () => await LamportsReceivedAsync(client, wallet) is var received && received.Contains(LateLamports) ? received : null, Patience);
        Assert.DoesNotContain(lamports, amount => amount is not (LateLamports or FundsText));
    }

    private static async Task<IReadOnlyList<string>> LamportsReceivedAsync(WalletClient client, TestWallet wallet)
    {
        var listed = await client.ListDepositsAsync(
            new ListDeposits { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId, Status = "received", Limit = 200 });
        return [.. listed.Deposits.Where(deposit => deposit.Mint is null).Select(deposit => deposit.Amount)];
    }

    private static async Task<int> CountAccountsAsync(WalletServiceStack stack, string owner)
    {
        var rpc = new SolanaRpcClient(new HttpClient(), stack.Localnet.RpcUrl);
        var count = 0;
        foreach (var program in (Address[])[TokenProgram.Id, TokenProgram.Token2022Id])
        {
            count += (await rpc.GetTokenAccountsByOwnerAsync(Address.Parse(owner), program, Commitment.Finalized)).Value.Count;
        }

        return count;
    }

    private static async Task<ulong> TokensAsync(WalletServiceStack stack, string owner, string mint)
    {
        var rpc = new SolanaRpcClient(new HttpClient(), stack.Localnet.RpcUrl);
        ulong held = 0;
        foreach (var program in (Address[])[TokenProgram.Id, TokenProgram.Token2022Id])
        {
            foreach (var entry in (await rpc.GetTokenAccountsByOwnerAsync(Address.Parse(owner), program, Commitment.Finalized)).Value)
            {
                held += TokenAccount.TryParse(entry.Account.Data.Span, out var account) && account.Mint == Address.Parse(mint) ? account.Amount : 0;
            }
        }

        return held;
    }

    /// <summary>Nothing else looks for work while these tests wait.</summary>
    private static void Hurry(Dictionary<string, string> settings)
    {
        settings["KeyRotation__PollInterval"] = "00:00:00.2";
        settings["KeyRotation__SweepInterval"] = "00:00:05";
        settings["KeyRotation__Patience"] = "00:00:05";
    }
}
