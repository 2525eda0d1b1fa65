using WalletService.Domain.Inspection;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Anomalies;

/// <summary>What a store tells of earlier payments.</summary>
public abstract class PaymentHistoryContract : StorageContract
{
    /// <summary>The same first four and last four characters as <see cref="StorageContract.Recipient"/>.</summary>
    private static readonly SolanaAddress Poison = SolanaAddress.Parse("Vote222222222222222222222222222222222221111");

    [Fact]
    public async Task Nothing_is_known_at_first()
    {
        var history = await ReadAsync(await CreateWalletAsync(), Recipient);

        Assert.Equal((0, 0, 0), (history.Recent, history.Known.Count, history.LookAlikes.Count));
        Assert.Empty(AmountsOf(history));
    }

    [Fact]
    public async Task An_executed_payment_makes_its_recipient_known_and_its_amount_count()
    {
        var wallet = await CreateWalletAsync();
        await PaidAsync(wallet, "pay-1", 300);

        var history = await ReadAsync(wallet, Recipient);

        Assert.Equal([Recipient], history.Known);
        Assert.Equal([300], AmountsOf(history));
        Assert.Equal(1, history.Recent);
    }

    [Fact]
    public async Task What_was_not_executed_makes_nobody_known()
    {
        var wallet = await CreateWalletAsync();
        await ReadyAsync(wallet);

        Assert.Empty((await ReadAsync(wallet, Recipient)).Known);
    }

    [Fact]
    public async Task The_payment_itself_is_no_history()
    {
        var wallet = await CreateWalletAsync();
        var paid = await PaidAsync(wallet, "pay-1", 300);

        var history = await ReadAsync(wallet, Recipient, paid.Id);

        Assert.Equal((0, 0), (history.Recent, history.Known.Count));
        Assert.Empty(AmountsOf(history));
    }

    [Fact]
    public async Task An_address_that_shows_the_same_ends_is_found()
    {
        var wallet = await CreateWalletAsync();
        await PaidAsync(wallet, "pay-1", 300);

        var history = await ReadAsync(wallet, Poison);

        Assert.Equal(Recipient, history.LookAlikes[Poison]);
        Assert.Empty(history.Known);
    }

    [Fact]
    public async Task Another_users_payments_are_not_told()
    {
        await PaidAsync(await CreateWalletAsync(), "pay-1", 300);

        var history = await ReadAsync(await CreateWalletAsync(), Recipient);

        Assert.Equal((0, 0, 0), (history.Recent, history.Known.Count, history.LookAlikes.Count));
    }

    [Fact]
    public async Task Only_what_came_within_the_window_is_recent()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet, "pay-1");
        Time.Advance(TimeSpan.FromMinutes(2));
        await ReceivedAsync(wallet, "pay-2");

        Assert.Equal(1, (await ReadAsync(wallet, Recipient)).Recent);
    }

    [Fact]
    public async Task A_declaration_is_kept_with_the_transaction()
    {
        var wallet = await CreateWalletAsync();
        DeclaredMovement[] declared = [new(Asset.Sol, ulong.MaxValue, Recipient), new(Asset.Token(Poison), 0, Recipient: null)];
        var content = new TransferContent.CallerTransaction(new byte[] { 1, 2, 3 }) { Declared = declared };
        var sent = NewTransfer(wallet, "send-1") with { Content = content };

        await Storage.Transfers.AddAsync(sent, Owner, Lease, default);

        Assert.Equal(content, (await FindAsync(sent)).Content);
    }

    private async Task<Transfer> PaidAsync(Wallet wallet, string key, ulong lamports)
    {
        var submitted = await SubmittedAsync(wallet, key, lamports);
        return await MoveAsync(
            submitted, TransferStatus.Confirmed, change => change with { Execution = new TransferExecution { Slot = 7 } });
    }

    private Task<Domain.Anomalies.PaymentHistory> ReadAsync(Wallet wallet, SolanaAddress recipient, TransactionId? source = null) =>
        Storage.PaymentHistory.ReadAsync(
            new NewPayment(
                wallet.UserId,
                wallet.Id,
                source,
                [new AssetMovement(Asset.Sol, 1, recipient)],
                Time.GetUtcNow() - TimeSpan.FromMinutes(1)),
            default);

    private static IReadOnlyList<UInt128> AmountsOf(Domain.Anomalies.PaymentHistory history) =>
        history.Amounts.GetValueOrDefault(Asset.Sol) ?? [];
}
