using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> takes transfers in and finds them again.</summary>
public abstract class TransferAdmissionContract : StorageContract
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(null)]
    public async Task Finds_a_transfer_as_it_was_given(ulong? lamports)
    {
        var wallet = await CreateWalletAsync();
        var transfer = NewTransfer(wallet, lamports: lamports);

        var admission = await Storage.Transfers.AddAsync(transfer, Owner, Lease, default);

        TransferAssert.Same(transfer, Assert.IsType<TransferAdmission.Added>(admission).Transfer);
        TransferAssert.Same(transfer, await FindAsync(transfer));
    }

    [Fact]
    public async Task Answers_a_repeated_request_with_the_transfer_as_it_stands()
    {
        var wallet = await CreateWalletAsync();
        var signed = await SignedAsync(wallet);

        var again = await Storage.Transfers.AddAsync(NewTransfer(wallet), OtherOwner, Lease, default);

        TransferAssert.Same(signed, Assert.IsType<TransferAdmission.Existing>(again).Transfer);
        Assert.Equal(1, (await AuditActionsAsync(wallet)).Count(action => action == "transfer.received"));
    }

    [Fact]
    public async Task Adds_one_of_equal_requests_that_come_at_once()
    {
        var wallet = await CreateWalletAsync();

        var admissions = await InParallelAsync(
            16, _ => Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default));

        var added = Assert.Single(admissions.OfType<TransferAdmission.Added>());
        Assert.All(
            admissions.OfType<TransferAdmission.Existing>(), existing => Assert.Equal(added.Transfer.Id, existing.Transfer.Id));
        Assert.Equal(15, admissions.OfType<TransferAdmission.Existing>().Count());
    }

    [Fact]
    public async Task Takes_equal_payments_under_different_keys_as_two()
    {
        var wallet = await CreateWalletAsync();

        var first = await ReceivedAsync(wallet, "pay-1");
        var second = await ReceivedAsync(wallet, "pay-2");

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Refuses_a_key_that_comes_with_other_content()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet, "pay-1", 1_000);
        var other = NewTransfer(wallet, "pay-1", 1_001);

        Assert.IsType<TransferAdmission.Conflict>(await Storage.Transfers.AddAsync(other, Owner, Lease, default));
        Assert.Null(await Storage.Transfers.FindAsync(other.UserId, other.Id, default));
        Assert.Equal(["wallet.created", "transfer.received"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Refuses_a_key_that_was_used_for_another_kind_of_request()
    {
        var wallet = await CreateWalletAsync(key: "shared-key");

        var admission = await Storage.Transfers.AddAsync(NewTransfer(wallet, "shared-key"), Owner, Lease, default);

        Assert.IsType<TransferAdmission.Conflict>(admission);
    }

    [Fact]
    public async Task Keeps_the_keys_of_users_apart()
    {
        await ReceivedAsync(await CreateWalletAsync(), "same");
        var other = NewTransfer(await CreateWalletAsync(), "same", 7);

        Assert.IsType<TransferAdmission.Added>(await Storage.Transfers.AddAsync(other, Owner, Lease, default));
    }

    [Fact]
    public async Task Treats_the_transfer_of_another_user_as_missing()
    {
        var transfer = await ReceivedAsync(await CreateWalletAsync());

        Assert.Null(await Storage.Transfers.FindAsync(NewUser(), transfer.Id, default));
        Assert.Null(await Storage.Transfers.FindAsync(transfer.UserId, TransactionId.New(Time), default));
    }

    [Fact]
    public async Task Records_the_intent_in_the_audit_log_and_reserves_nothing_yet()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet);

        Assert.Equal(["wallet.created", "transfer.received"], await AuditActionsAsync(wallet));
        Assert.Equal(["created"], await EventTypesAsync(wallet));
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
    }

    [Fact]
    public async Task A_transfer_from_a_wallet_that_does_not_exist_is_a_bug_and_takes_no_key()
    {
        var wallet = await CreateWalletAsync();
        var lost = NewTransfer(wallet) with { WalletId = WalletId.New(Time) };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.Transfers.AddAsync(lost, Owner, Lease, default));

        Assert.IsType<TransferAdmission.Added>(await Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default));
    }
}
