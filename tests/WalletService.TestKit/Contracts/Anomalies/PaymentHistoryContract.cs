using WalletService.Domain.Addresses;
using WalletService.Domain.Batches;
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

    /// <summary>Looks like none of them.</summary>
    private static readonly SolanaAddress Neighbour = SolanaAddress.Parse("4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM");

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

        var history = await ReadAsync(wallet, paid.Id, Recipient);

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
    public async Task An_address_that_looks_like_one_of_the_address_book_is_found()
    {
        var wallet = await CreateWalletAsync();
        var name = AddressName.Parse("landlord");
        await Storage.Addresses.AddAsync(Caller, wallet.UserId, new AddressEntry(name, Recipient, Time.GetUtcNow()), default);

        Assert.Equal(Recipient, (await ReadAsync(wallet, Poison)).LookAlikes[Poison]);
        var own = await ReadAsync(wallet, Recipient);
        Assert.Equal((0, 0), (own.LookAlikes.Count, own.Known.Count));
        Assert.Empty((await ReadAsync(await CreateWalletAsync(), Poison)).LookAlikes);

        await Storage.Addresses.RemoveAsync(Caller, wallet.UserId, name, default);
        Assert.Empty((await ReadAsync(wallet, Poison)).LookAlikes);
    }

    [Fact]
    public async Task An_address_of_the_book_that_looks_like_a_paid_one_is_found_all_the_same()
    {
        var wallet = await CreateWalletAsync();
        await PaidAsync(wallet, "pay-1", 300);
        await Storage.Addresses.AddAsync(
            Caller, wallet.UserId, new AddressEntry(AddressName.Parse("copied"), Poison, Time.GetUtcNow()), default);

        Assert.Equal(Recipient, (await ReadAsync(wallet, Poison)).LookAlikes[Poison]);
    }

    [Fact]
    public async Task Who_was_paid_by_a_batch_is_known_and_told_from_what_looks_like_it()
    {
        var wallet = await CreateWalletAsync();
        await PaidByBatchAsync(wallet, Recipient, Neighbour);

        Assert.Equal([Neighbour, Recipient], (await ReadAsync(wallet, Recipient, Neighbour)).Known.OrderBy(address => address.Value, StringComparer.Ordinal));
        Assert.Equal(Recipient, (await ReadAsync(wallet, Poison)).LookAlikes[Poison]);
        Assert.Empty((await ReadAsync(wallet, Recipient)).LookAlikes);
        Assert.Empty((await ReadAsync(await CreateWalletAsync(), Poison)).LookAlikes);
    }

    [Fact]
    public async Task A_batch_that_is_not_executed_makes_nobody_known()
    {
        var wallet = await CreateWalletAsync();
        await ReadyBatchAsync(wallet, Recipient, Neighbour);

        var history = await ReadAsync(wallet, Poison, Recipient);

        Assert.Equal((0, 0), (history.LookAlikes.Count, history.Known.Count));
    }

    [Fact]
    public async Task Each_recipient_of_a_payment_to_many_is_compared()
    {
        var wallet = await CreateWalletAsync();
        await PaidAsync(wallet, "pay-1", 300);

        var history = await ReadAsync(wallet, Neighbour, OtherPoison, Recipient, Poison);

        Assert.Equal([Recipient], history.Known);
        Assert.Equal(
            [(Poison, Recipient), (OtherPoison, Recipient)],
            history.LookAlikes.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key.Value, StringComparer.Ordinal));
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

    private async Task PaidByBatchAsync(Wallet wallet, params SolanaAddress[] recipients)
    {
        var ready = await ReadyBatchAsync(wallet, recipients);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        var signed = await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });
        var submitted = await MoveAsync(signed, TransferStatus.Submitted);
        await MoveAsync(submitted, TransferStatus.Confirmed, change => change with { Execution = new TransferExecution { Slot = 7 } });
    }

    /// <summary>A batch of one part, which pays 500 lamports to each.</summary>
    protected async Task<Transfer> ReadyBatchAsync(Wallet wallet, params SolanaAddress[] recipients)
    {
        var id = TransactionId.New(Time);
        var batch = await Storage.Batches.AddAsync(
            new Batch
            {
                Id = BatchId.New(Time),
                WalletId = wallet.Id,
                UserId = wallet.UserId,
                Caller = Caller,
                IdempotencyKey = IdempotencyKey.Parse("batch-1"),
                Fingerprint = RequestFingerprint.Of("transferBatch", wallet.Id.ToString()),
                Status = BatchStatus.Received,
                Version = 1,
                Deadline = Time.GetUtcNow() + TimeSpan.FromMinutes(2),
                RowCount = recipients.Length,
                Times = new BatchTimes { ReceivedAt = Time.GetUtcNow() },
            },
            [.. recipients.Index().Select(row => new BatchRow
            {
                Number = row.Index + 1,
                Recipient = row.Item,
                Quantity = TokenQuantity.Parse("0.0000005"),
            })],
            default);
        var added = Assert.IsType<BatchAdmission.Added>(batch).Batch;
        await Storage.Batches.PlanAsync(added, new BatchPlan([new BatchPart(1, id, [.. Enumerable.Range(1, recipients.Length)])], []), default);
        var transfer = NewTransfer(wallet, "part-1", lamports: null) with
        {
            Id = id,
            Content = new TransferContent.SolBatch(
                new BatchPlace(added.Id, 1), [.. recipients.Select(recipient => new SolPart(recipient, new Lamports(500)))], Memo: null),
        };
        await Storage.Transfers.AddAsync(transfer, Owner, Lease, default);
        return Moved(await Storage.Transfers.DecideAsync(transfer, _ => Accept((ulong)recipients.Length * 500), default));
    }

    private Task<Domain.Anomalies.PaymentHistory> ReadAsync(Wallet wallet, params SolanaAddress[] recipients) =>
        ReadAsync(wallet, source: null, recipients);

    private Task<Domain.Anomalies.PaymentHistory> ReadAsync(Wallet wallet, TransactionId? source, params SolanaAddress[] recipients) =>
        Storage.PaymentHistory.ReadAsync(
            new NewPayment(
                wallet.UserId,
                wallet.Id,
                source,
                [.. recipients.Select(recipient => new AssetMovement(Asset.Sol, 1, recipient))],
                Time.GetUtcNow() - TimeSpan.FromMinutes(1)),
            default);

    private static IReadOnlyList<UInt128> AmountsOf(Domain.Anomalies.PaymentHistory history) =>
        history.Amounts.GetValueOrDefault(Asset.Sol) ?? [];
}
