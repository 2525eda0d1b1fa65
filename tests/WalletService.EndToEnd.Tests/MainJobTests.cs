using System.Text.Json;
using WalletService.Client;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

[Collection(SharedStack.Name)]
public sealed class MainJobTests(WalletServiceStack stack)
{
    [Fact]
    public async Task A_transfer_is_executed_as_the_reply_says_and_kit_agrees_on_every_field()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "main-job");
        var recipient = TestWallet.NewAddress();

        var transfer = await client.TransferSolAsync(wallet.Payment(recipient, "0.25") with { Memo = "invoice 7" });
        Assert.Equal("finalized", transfer.Status);
        Assert.Equal("finalized", transfer.Confirmation);

        var seen = await ReadWithKitAsync(transfer.Signature!);
        Assert.Equal(transfer.Signature, seen.GetProperty("signature").GetString());
        Assert.Equal(transfer.Slot, seen.GetProperty("slot").GetUInt64());
        Assert.Equal(transfer.BlockTime!.Value.ToUnixTimeSeconds(), seen.GetProperty("blockTime").GetInt64());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("error").ValueKind);
        Assert.Equal(transfer.FeeLamports, seen.GetProperty("fee").GetString());
        Assert.Equal(wallet.Details.Address, seen.GetProperty("feePayer").GetString());
        Assert.Equal("transfer", seen.GetProperty("type").GetString());
        Assert.Equal(wallet.Details.Address, seen.GetProperty("source").GetString());
        Assert.Equal(recipient, seen.GetProperty("destination").GetString());
        Assert.Equal("250000000", transfer.Lamports);
        Assert.Equal(transfer.Lamports, seen.GetProperty("lamports").GetString());
        Assert.Equal("invoice 7", seen.GetProperty("memo").GetString());
        Assert.Equal(
            [transfer.Balances!.SourceBefore, transfer.Balances.SourceAfter],
            seen.GetProperty("sourceBalances").EnumerateArray().Select(balance => balance.GetString()));
        Assert.Equal(
            [transfer.Balances.RecipientBefore, transfer.Balances.RecipientAfter],
            seen.GetProperty("destinationBalances").EnumerateArray().Select(balance => balance.GetString()));
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_transfer_and_other_content_is_refused()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "again");
        var payment = wallet.Payment(TestWallet.NewAddress(), "0.1", requestId: "order-1");

        var transfers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.TransferSolAsync(payment)));
        var conflict = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferSolAsync(payment with { Amount = "0.2" }));

        Assert.Single(transfers.Select(transfer => transfer.TransactionId).Distinct());
        Assert.Single(transfers.Select(transfer => transfer.Signature).Distinct());
        Assert.Equal("IDEMPOTENCY_CONFLICT", conflict.Error.Code);
        Assert.Equal(100_000_000UL, await wallet.OnChainAsync(payment.Recipient));
    }

    [Fact]
    public async Task Equal_payments_at_the_same_moment_are_as_many_payments()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "equal");
        var recipient = TestWallet.NewAddress();

        var transfers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.TransferSolAsync(wallet.Payment(recipient, "0.01"))));

        Assert.All(transfers, transfer => Assert.Equal("finalized", transfer.Status));
        Assert.Equal(20, transfers.Select(transfer => transfer.Signature).Distinct().Count());
        Assert.Equal(20 * 10_000_000UL, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task Maximum_leaves_nothing_behind()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "maximum");
        var recipient = TestWallet.NewAddress();

        var transfer = await client.TransferSolAsync(wallet.Payment(recipient, "max"));

        Assert.Equal("finalized", transfer.Status);
        Assert.Equal(0UL, await wallet.OnChainAsync(wallet.Details.Address));
        Assert.Equal(TestWallet.Funds - ulong.Parse(transfer.FeeLamports!), await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task Somebody_elses_wallet_answers_exactly_as_a_missing_one()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "owner");
        var payment = wallet.Payment(TestWallet.NewAddress(), "0.1");

        var foreign = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.TransferSolAsync(payment with { UserId = "somebody else" }));
        var missing = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.TransferSolAsync(payment with { WalletId = "01890000-0000-7000-8000-000000000000" }));

        Assert.Equal("WALLET_NOT_FOUND", foreign.Error.Code);
        Assert.Equal(missing.Error.Message, foreign.Error.Message);
        Assert.Equal(missing.Error.Retryable, foreign.Error.Retryable);
    }

    private async Task<JsonElement> ReadWithKitAsync(string signature)
    {
        await using var node = ChildProcess.Start(
            "node",
            [RepositoryRoot.PathOf("tests", "localnet", "testing", "read-transfer.mjs"), stack.Localnet.RpcUrl.ToString(), signature]);
        return JsonElement.Parse(await node.FirstLineAsync(TimeSpan.FromSeconds(30)));
    }
}
