using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> records signatures before and after they are made.</summary>
public abstract class TransferSigningContract : StorageContract
{
    [Fact]
    public async Task Keeps_the_signed_transaction_byte_for_byte()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        var attempt = NewAttempt();
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));

        var signed = await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = attempt });

        TransferAssert.Same(
            ready with
            {
                Status = TransferStatus.Signed,
                Version = ready.Version + 1,
                Attempt = attempt,
                Times = ready.Times with { SignedAt = Time.GetUtcNow() },
            },
            signed);
        TransferAssert.Same(signed, await FindAsync(ready));
        Assert.Equal(new Lamports(1_005), await ReservedAsync(wallet));
        Assert.Equal(["created", "prepared", "signed"], await EventTypesAsync(wallet));
        Assert.Equal(
            ["wallet.created", "transfer.received", "transfer.decided", "key.signing", "transfer.signed"],
            await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Announcing_a_signature_leaves_the_transfer_as_it_is()
    {
        var ready = await ReadyAsync(await CreateWalletAsync());

        await Storage.Transfers.BeginSigningAsync(ready, Intent(), default);

        TransferAssert.Same(ready, await FindAsync(ready));
    }

    [Fact]
    public async Task Records_the_message_and_the_key_before_the_signature_is_made()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        var intent = Intent();

        await Storage.Transfers.BeginSigningAsync(ready, intent, default);

        var entry = (await Storage.Inspection.ReadAuditAsync(wallet.Id))[^1];
        Assert.Equal("key.signing", entry.Action);
        Assert.Equal(ready.Id, entry.TransactionId);
        Assert.Equal(intent.MessageHash, entry.Details["messageHash"]);
        Assert.Equal(intent.KeyVersionName, entry.Details["keyVersion"]);
    }

    [Fact]
    public async Task A_signature_may_be_announced_again_over_another_message()
    {
        var ready = await ReadyAsync(await CreateWalletAsync());

        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));

        await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });
    }

    [Theory]
    [InlineData(WalletStatus.Frozen)]
    [InlineData(WalletStatus.Archived)]
    public async Task A_wallet_that_is_not_open_signs_nothing(WalletStatus status)
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        await Storage.Inspection.SetStatusAsync(wallet.Id, status);

        AssertFrozen(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.DoesNotContain("key.signing", await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task A_transfer_that_is_not_ready_is_not_signed()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);
        var signed = await SignedAsync(wallet, "pay-2");

        Assert.IsType<SigningVerdict.TooLate>(await Storage.Transfers.BeginSigningAsync(received, Intent(), default));
        Assert.IsType<SigningVerdict.TooLate>(await Storage.Transfers.BeginSigningAsync(signed, Intent(2), default));
    }

    [Fact]
    public async Task A_late_announcement_is_refused()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        await MoveAsync(ready, TransferStatus.Rejected);

        Assert.IsType<SigningVerdict.TooLate>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.DoesNotContain("key.signing", await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task A_signature_that_exists_already_is_refused_and_nothing_is_written()
    {
        var wallet = await CreateWalletAsync();
        var first = await SignedAsync(wallet, "pay-1");
        var ready = await ReadyAsync(wallet, "pay-2");
        await Storage.Transfers.BeginSigningAsync(ready, Intent(), default);
        var actions = await AuditActionsAsync(wallet);
        var twin = NewAttempt() with { Signature = first.Attempt!.Signature };

        var refusal = await Assert.ThrowsAsync<DuplicateSignatureException>(() => Storage.Transfers.ApplyAsync(
            ready, Change(TransferStatus.Signed, change => change with { Attempt = twin }), default));

        Assert.Equal(first.Attempt.Signature, refusal.Signature);
        TransferAssert.Same(ready, await FindAsync(ready));
        Assert.Equal(actions, await AuditActionsAsync(wallet));

        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });
    }

    [Fact]
    public async Task A_signature_that_was_not_announced_is_a_bug()
    {
        var ready = await ReadyAsync(await CreateWalletAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.Transfers.ApplyAsync(
            ready, Change(TransferStatus.Signed, change => change with { Attempt = NewAttempt() }), default));
        TransferAssert.Same(ready, await FindAsync(ready));
    }
}
