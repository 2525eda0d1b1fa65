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

    private static readonly SolanaAddress OtherPoison = SolanaAddress.Parse("Vote333333333333333333333333333333333331111");

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
    public async Task An_address_is_told_from_those_that_look_like_it_on_either_side()
    {
        var wallet = await CreateWalletAsync();
        await PaidAsync(wallet, "pay-1", 300, Poison);

        Assert.Equal(Poison, (await ReadAsync(wallet, Recipient)).LookAlikes[Recipient]);
        Assert.Equal(Poison, (await ReadAsync(wallet, OtherPoison)).LookAlikes[OtherPoison]);
        Assert.Empty((await ReadAsync(wallet, Poison)).LookAlikes);
    }

    [Fact]
    public async Task Histories_that_are_asked_for_at_once_are_each_their_own()
    {
        var (paid, pending, fresh) = (await CreateWalletAsync(), await CreateWalletAsync(), await CreateWalletAsync());
        await PaidAsync(paid, "pay-1", 300);
        await PaidAsync(paid, "pay-2", 400);
        await ReadyAsync(pending, lamports: 500);

        var asked = Enumerable.Range(0, 20)
            .SelectMany(_ => new[] { ReadAsync(paid, Recipient), ReadAsync(pending, Recipient), ReadAsync(paid, Poison), ReadAsync(fresh, Recipient) });
        var histories = await Task.WhenAll(asked);

        foreach (var four in histories.Chunk(4))
        {
            Assert.Equal([2, 1, 2, 0], four.Select(history => history.Recent));
            Assert.Equal<UInt128>([300, 400], AmountsOf(four[0]).Order());
            Assert.Equal([500], AmountsOf(four[1]));
            Assert.Equal<UInt128>([300, 400], AmountsOf(four[2]).Order());
            Assert.Empty(AmountsOf(four[3]));
            Assert.Equal([1, 0, 0, 0], four.Select(history => history.Known.Count));
            Assert.Equal([0, 0, 1, 0], four.Select(history => history.LookAlikes.Count));
        }
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

    private async Task<Transfer> PaidAsync(Wallet wallet, string key, ulong lamports, SolanaAddress? to = null)
    {
        var submitted = await SubmittedAsync(wallet, key, lamports, to: to);
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
