using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> finds a user's transfers again: by key, by page, with all their signed attempts.</summary>
public abstract class TransferHistoryContract : StorageContract
{
    [Fact]
    public async Task Finds_a_transfer_by_the_key_of_its_request()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet, "order-7");

        TransferAssert.Same(ready, Moved(await FindByKeyAsync(wallet.UserId, "order-7")));
        Assert.Null(await FindByKeyAsync(wallet.UserId, "order-8"));
        Assert.Null(await FindByKeyAsync(NewUser(), "order-7"));
        Assert.Null(await FindByKeyAsync(wallet.UserId, "create-1"));
    }

    [Fact]
    public async Task Keeps_a_callers_transaction_byte_for_byte()
    {
        var wallet = await CreateWalletAsync();
        var content = new TransferContent.CallerTransaction(NewAttempt().WireTransaction);
        var sent = NewTransfer(wallet) with { Content = content };

        await Storage.Transfers.AddAsync(sent, Owner, Lease, default);

        TransferAssert.Same(sent, await FindAsync(sent));
        var decided = Moved(await Storage.Transfers.DecideAsync(sent, _ => Accept(), default));
        Assert.Equal(content, decided.Content);
        Assert.Contains("\"kind\"", (await EventsAsync(wallet))[^1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_the_newest_first_page_by_page()
    {
        var user = NewUser();
        var wallets = new[] { await CreateWalletAsync(user, "one"), await CreateWalletAsync(user, "two") };
        await ReceivedAsync(await CreateWalletAsync(), "of-another-user");
        var received = new List<Transfer>();
        for (var number = 0; number < 5; number++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(2));
            received.Insert(0, await ReceivedAsync(wallets[number % 2], $"pay-{number}"));
        }

        var first = await ListAsync(user, limit: 2);
        var second = await ListAsync(user, limit: 2, before: first.Next);
        var third = await ListAsync(user, limit: 2, before: second.Next);

        Assert.Equal(Ids(received), Ids([.. first.Transfers, .. second.Transfers, .. third.Transfers]));
        Assert.Equal(first.Transfers[^1].Id, first.Next);
        Assert.Null(third.Next);
        Assert.Null((await ListAsync(user, limit: 5)).Next);
        Assert.Empty((await ListAsync(NewUser(), limit: 5)).Transfers);
    }

    [Fact]
    public async Task Lists_what_the_filter_lets_pass()
    {
        var user = NewUser();
        var wallet = await CreateWalletAsync(user, "one");
        var other = await CreateWalletAsync(user, "two");
        var ready = await ReadyAsync(wallet, "pay-1");
        Time.Advance(TimeSpan.FromHours(1));
        var signed = await SignedAsync(wallet, "pay-2");
        Time.Advance(TimeSpan.FromHours(1));
        var received = await ReceivedAsync(other, "pay-3");

        Assert.Equal(Ids([signed, ready]), await FilteredAsync(user, new TransferFilter(WalletId: wallet.Id)));
        Assert.Equal(Ids([received, ready]), await FilteredAsync(user, new TransferFilter(Statuses: [TransferStatus.Ready, TransferStatus.Received])));
        Assert.Equal(Ids([received, signed]), await FilteredAsync(user, new TransferFilter(ReceivedFrom: signed.Times.ReceivedAt)));
        Assert.Equal(Ids([ready]), await FilteredAsync(user, new TransferFilter(ReceivedBefore: signed.Times.ReceivedAt)));
        Assert.Equal(Ids([signed]), await FilteredAsync(user, new TransferFilter(
            wallet.Id, [TransferStatus.Signed], signed.Times.ReceivedAt, received.Times.ReceivedAt)));
        Assert.Empty(await FilteredAsync(user, new TransferFilter(other.Id, [TransferStatus.Signed])));
    }

    [Fact]
    public async Task A_dead_attempt_frees_the_transfer_to_be_signed_again_and_stays_on_record()
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet, lamports: 1_000, fee: 5);
        Time.Advance(TimeSpan.FromMinutes(2));

        var again = Moved(await Storage.Transfers.DecideAsync(submitted, _ => SignAgain(fee: 9), default));

        Assert.Equal(TransferStatus.Ready, again.Status);
        Assert.Equal(submitted.Version + 1, again.Version);
        Assert.Equal(AttemptOutcome.Dead, again.Attempt!.Outcome);
        Assert.Equal(new FeeQuote(new Lamports(9), 450, 20_000), again.Quote);
        Assert.Null(again.Times.SubmittedAt);
        TransferAssert.Same(again, await FindAsync(submitted));
        Assert.Equal(new Lamports(1_009), await ReservedAsync(wallet));

        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(again, Intent(number: 2), default));
        var signed = await MoveAsync(again, TransferStatus.Signed, change => change with { Attempt = NewAttempt(number: 2) });
        TransferAssert.Same(signed, await FindAsync(signed));
        Assert.Equal(2, signed.Attempt!.Number);

        var attempts = await AttemptsAsync(signed);
        Assert.Equal([(1, AttemptOutcome.Dead), (2, AttemptOutcome.Live)], attempts.Select(attempt => (attempt.Number, attempt.Outcome)));
        Assert.Equal(submitted.Attempt!.Signature, attempts[0].Signature);
        Assert.Equal(submitted.Attempt.WireTransaction.ToArray(), attempts[0].WireTransaction.ToArray());
        Assert.Equal(submitted.Attempt.LastValidBlockHeight, attempts[0].LastValidBlockHeight);
        Assert.Equal(signed.Attempt.Signature, attempts[1].Signature);
        Assert.Equal(["created", "prepared", "signed", "submitted", "retried", "signed"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task The_decision_to_sign_again_sees_only_what_others_reserve()
    {
        var wallet = await CreateWalletAsync();
        await ReadyAsync(wallet, "other", lamports: 300, fee: 5);
        var submitted = await SubmittedAsync(wallet, lamports: 1_000, fee: 5);

        Lamports? seen = null;
        await Storage.Transfers.DecideAsync(
            submitted,
            position =>
            {
                seen = position.Reserved;
                return SignAgain(fee: 9);
            },
            default);

        Assert.Equal(new Lamports(305), seen);
        Assert.Equal(new Lamports(305 + 1_009), await ReservedAsync(wallet));
    }

    [Fact]
    public async Task A_refusal_after_a_dead_attempt_is_the_end_and_frees_the_funds()
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet);
        var again = Moved(await Storage.Transfers.DecideAsync(submitted, _ => SignAgain(fee: 9), default));

        var expired = await MoveAsync(again, TransferStatus.Expired);

        TransferAssert.Same(expired, await FindAsync(expired));
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
        Assert.Equal(AttemptOutcome.Dead, Assert.Single(await AttemptsAsync(expired)).Outcome);
        Assert.Empty(await Storage.Queue.RenewAsync(Owner, [expired.Id], Lease, default));
    }

    [Fact]
    public async Task Only_what_was_signed_and_stored_is_an_attempt()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        Assert.Empty(await AttemptsAsync(ready));

        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));

        Assert.Empty(await AttemptsAsync(ready));
        Assert.Empty(await Storage.Transfers.GetAttemptsAsync(NewUser(), ready.Id, default));
    }

    private static TransferDecision SignAgain(ulong fee) =>
        new TransferDecision.SignAgain(new Lamports(1_000), new FeeQuote(new Lamports(fee), 450, 20_000));

    private static TransactionId[] Ids(IEnumerable<Transfer> transfers) => [.. transfers.Select(transfer => transfer.Id)];

    private Task<Transfer?> FindByKeyAsync(UserId user, string key) =>
        Storage.Transfers.FindByKeyAsync(user, IdempotencyKey.Parse(key), default);

    private Task<TransferPage> ListAsync(UserId user, int limit, TransactionId? before = null) =>
        Storage.Transfers.ListAsync(user, new TransferFilter(), limit, before, default);

    private async Task<TransactionId[]> FilteredAsync(UserId user, TransferFilter filter) =>
        Ids((await Storage.Transfers.ListAsync(user, filter, 10, null, default)).Transfers);

    private Task<IReadOnlyList<TransferAttempt>> AttemptsAsync(Transfer transfer) =>
        Storage.Transfers.GetAttemptsAsync(transfer.UserId, transfer.Id, default);
}
