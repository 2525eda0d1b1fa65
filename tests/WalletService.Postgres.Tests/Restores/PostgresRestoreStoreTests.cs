using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Restores;

public sealed class PostgresRestoreStoreTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    private const string Operator = "walletctl test";

    [Fact]
    public async Task An_open_transfer_is_read_with_all_that_the_vault_was_asked_for_it()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        var intent = Intent();
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, intent, default));
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var store = services.GetRequiredService<IRestoreStore>();

        var open = Assert.Single(await store.ReadOpenAsync(default), transfer => transfer.WalletId == wallet.Id);

        Assert.Equal((ready.Id, wallet.Address), (open.Id, open.Source));
        Assert.Equal(new RecordedAttempt(intent.MessageHash, Signature: null), Assert.Single(open.Attempts));
        Assert.NotNull(await store.ReadNewestTimeAsync(default));
    }

    [Fact]
    public async Task What_was_signed_for_a_caller_is_known_by_its_hash()
    {
        var request = SigningRequestOf(await CreateWalletAsync());
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);

        var known = await services.GetRequiredService<IRestoreStore>().FindSignedForCallersAsync([request.MessageHash, new string('0', 64)], default);

        Assert.Equal([request.MessageHash], known);
    }

    [Fact]
    public async Task A_payment_of_everything_is_settled_with_the_amount_of_its_transaction()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet, lamports: null);
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var store = services.GetRequiredService<IRestoreStore>();
        var transaction = Executed(wallet.Address, lamports: 700);

        Assert.True(await store.AdoptAsync(received.Id, transaction, Operator, default));

        var adopted = await Storage.Transfers.FindAsync(wallet.UserId, received.Id, default);
        Assert.Equal((TransferStatus.Submitted, new Lamports(700)), (adopted!.Status, adopted.Lamports));
        Assert.Equal(transaction.Signature, adopted.Attempt!.Signature);
    }

    [Fact]
    public async Task A_lost_request_is_recorded_once()
    {
        var wallet = await CreateWalletAsync();
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var store = services.GetRequiredService<IRestoreStore>();
        var lost = NewTransfer(wallet);
        var transaction = Executed(wallet.Address, lamports: 1_000);

        Assert.True(await store.RecordAsync(lost, transaction, Operator, default));
        Assert.False(await store.RecordAsync(lost, Executed(wallet.Address, lamports: 1_000), Operator, default));
        Assert.False(await store.RecordAsync(NewTransfer(wallet, "pay-2"), transaction, Operator, default));

        var again = await Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default);
        var found = Assert.IsType<TransferAdmission.Existing>(again).Transfer;
        Assert.Equal((lost.Id, TransferStatus.Submitted, transaction.Signature), (found.Id, found.Status, found.Attempt!.Signature));
    }

    [Fact]
    public async Task A_held_transfer_is_claimed_by_nobody_until_it_is_released()
    {
        var ready = await ReadyAsync(await CreateWalletAsync());
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var store = services.GetRequiredService<IRestoreStore>();

        await store.HoldAsync(ready.Id, Operator, default);
        Time.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await Storage.Queue.ClaimAsync(Owner, 1_000, Lease, default), transfer => transfer.Id == ready.Id);

        Assert.True(await store.ReleaseAsync(ready.Id, Operator, default));
        Assert.False(await store.ReleaseAsync(ready.Id, Operator, default));
        Assert.Contains(await Storage.Queue.ClaimAsync(Owner, 1_000, Lease, default), transfer => transfer.Id == ready.Id);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);

    private ExecutedTransaction Executed(SolanaAddress source, ulong lamports)
    {
        var attempt = NewAttempt();
        return new ExecutedTransaction
        {
            Signature = attempt.Signature,
            Signer = source,
            WireTransaction = attempt.WireTransaction,
            MessageHash = Intent().MessageHash,
            Blockhash = attempt.Blockhash,
            Slot = 42,
            BlockTime = Time.GetUtcNow(),
            Fee = new Lamports(5_000),
            IsPlain = true,
            DataSizeLimit = null,
            SolPayments = [new SolPart(Recipient, new Lamports(lamports))],
            TokenPayments = null,
            ClosedTo = [],
            Memo = null,
            Outlay = new Lamports(lamports),
        };
    }
}
