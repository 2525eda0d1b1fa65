using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>A caller's own transaction: signed once, executed at most once, never replaced.</summary>
public sealed class SendTransactionTests
{
    [Fact]
    public async Task Is_signed_sent_and_executed_once()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        var wire = scene.Ledger.CallerTransaction(scene.Wallet.Address, scene.Recipient, 700_000_000);

        var transfer = await SendAsync(instance, scene, wire, "send-1");
        var end = await scene.EndOfAsync(transfer);
        var again = await SendAsync(instance, scene, wire, "send-1");

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(700_000_000UL, end.Lamports!.Value.Value);
        Assert.Equal(700_000_000UL, scene.Ledger.BalanceOf(scene.Recipient));
        Assert.Equal(transfer.Id, again.Id);
        Assert.Equal(1, scene.Keys.SignCalls);
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task The_same_transaction_under_another_request_takes_no_second_effect()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        var wire = scene.Ledger.CallerTransaction(scene.Wallet.Address, scene.Recipient, 700_000_000);

        var first = await scene.EndOfAsync(await SendAsync(instance, scene, wire, "send-1"));
        var second = await scene.EndOfAsync(await SendAsync(instance, scene, wire, "send-2"));

        Assert.Equal(TransferStatus.Finalized, first.Status);
        Assert.Equal(TransferStatus.Rejected, second.Status);
        Assert.Equal("VALIDATION_FAILED", second.Error!.Code);
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task Is_never_signed_again_when_it_is_dead()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Options.MaximumAttempts = 5;
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await SendAsync(
            scene.StartInstance("only"), scene, scene.Ledger.CallerTransaction(scene.Wallet.Address, scene.Recipient, 700_000_000), "send-1");
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);

        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Expired, end.Status);
        Assert.Equal(1, scene.Keys.SignCalls);
        Assert.Equal(0, scene.Ledger.Executions);
    }

    [Fact]
    public async Task An_expired_blockhash_is_told_and_nothing_is_signed()
    {
        await using var scene = await TransferScene.CreateAsync();
        var wire = scene.Ledger.CallerTransaction(scene.Wallet.Address, scene.Recipient, 700_000_000);
        scene.Ledger.Advance(200);

        var end = await scene.EndOfAsync(await SendAsync(scene.StartInstance("only"), scene, wire, "send-1"));

        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal("TRANSACTION_EXPIRED", end.Error!.Code);
        Assert.Equal(0, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task What_the_wallet_can_not_pay_beside_its_reservations_is_refused()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new PortUnavailableException("kms", "away");
        var instance = scene.StartInstance("only");
        var payment = await instance.SubmitAsync(scene.Command(4_000_000_000));
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(payment)).Status == TransferStatus.Ready);

        var wire = scene.Ledger.CallerTransaction(scene.Wallet.Address, scene.Recipient, 2_000_000_000);
        var end = await scene.EndOfAsync(await SendAsync(instance, scene, wire, "send-1"));

        Assert.Equal("INSUFFICIENT_FUNDS", end.Error!.Code);
        Assert.Equal(TransferStatus.Ready, (await scene.ReadAsync(payment)).Status);
    }

    private static async Task<Transfer> SendAsync(TransferInstance instance, TransferScene scene, ReadOnlyMemory<byte> wire, string key)
    {
        var result = await instance.Sending.SubmitAsync(
            scene.Caller, scene.User, scene.Wallet.Id, new CallerRequest(wire), IdempotencyKey.Parse(key), CancellationToken.None);
        Assert.True(result.TryGetValue(out var transfer, out var error), error?.Message);
        return transfer;
    }
}
