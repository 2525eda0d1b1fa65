using System.Security.Cryptography;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;
using Xunit;

namespace WalletService.TestKit.Contracts;

/// <summary>
/// What the contract suites of the storage ports share. A store may be used by the tests of a class one after the other: each
/// test takes users of its own.
/// </summary>
public abstract class StorageContract : IAsyncLifetime
{
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    protected const string Owner = "instance-a";
    protected const string OtherOwner = "instance-b";

    protected static readonly SolanaAddress Recipient = SolanaAddress.Parse("Vote111111111111111111111111111111111111111");

    protected static readonly CallerId Caller = CallerId.Parse("shop");

    private StorageUnderTest? storage;

    protected ManualTimeProvider Time { get; } = new();

    protected StorageUnderTest Storage => storage ?? throw new InvalidOperationException("The store is not open.");

    public virtual async Task InitializeAsync() => storage = await OpenAsync(Time);

    public virtual async Task DisposeAsync() => await Storage.DisposeAsync();

    /// <summary>Opens the adapter with this clock.</summary>
    protected abstract Task<StorageUnderTest> OpenAsync(TimeProvider time);

    protected UserId NewUser() => UserId.Parse($"user-{Guid.CreateVersion7(Time.GetUtcNow())}");

    protected NewWallet NewWallet(UserId user, string key = "create-1", string label = "Savings") => new(
        WalletId.New(Time),
        user,
        Caller,
        WalletLabel.Parse(label),
        IdempotencyKey.Parse(key),
        RequestFingerprint.Of("create", label),
        Time.GetUtcNow());

    protected static WalletKey NewKey() => new(
        "google",
        $"projects/p/locations/l/keyRings/r/cryptoKeys/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}/cryptoKeyVersions/1",
        SolanaAddress.FromBytes(RandomNumberGenerator.GetBytes(SolanaAddress.Length)),
        "HSM");

    protected async Task<Wallet> CreateWalletAsync(UserId? user = null, string key = "create-1")
    {
        var reservation = await Storage.Wallets.ReserveAsync(NewWallet(user ?? NewUser(), key), default);
        var reserved = Assert.IsType<WalletReservation.Reserved>(reservation);
        return await Storage.Wallets.CompleteAsync(reserved.WalletId, NewKey(), default);
    }

    protected Transfer NewTransfer(Wallet wallet, string key = "pay-1", ulong? lamports = 1_000, SolanaAddress? to = null) => new()
    {
        Id = TransactionId.New(Time),
        WalletId = wallet.Id,
        UserId = wallet.UserId,
        Caller = Caller,
        Content = new TransferContent.SolPayment(to ?? Recipient, lamports is { } amount ? new Lamports(amount) : null, "Rent, März ☂"),
        IdempotencyKey = IdempotencyKey.Parse(key),
        Fingerprint = RequestFingerprint.Of("transferSol", wallet.Id.ToString(), lamports?.ToString()),
        Status = TransferStatus.Received,
        Version = 1,
        Deadline = Time.GetUtcNow() + TimeSpan.FromMinutes(2),
        Times = new TransferTimes { ReceivedAt = Time.GetUtcNow() },
    };

    protected async Task<Transfer> ReceivedAsync(Wallet wallet, string key = "pay-1", ulong? lamports = 1_000, SolanaAddress? to = null)
    {
        var admission = await Storage.Transfers.AddAsync(NewTransfer(wallet, key, lamports, to), Owner, Lease, default);
        return Assert.IsType<TransferAdmission.Added>(admission).Transfer;
    }

    protected static TransferDecision Accept(ulong lamports = 1_000, ulong fee = 5) =>
        new TransferDecision.Accept(new Lamports(lamports), new FeeQuote(new Lamports(fee), 450, 10_000, 65_536));

    protected async Task<Transfer> ReadyAsync(
        Wallet wallet, string key = "pay-1", ulong lamports = 1_000, ulong fee = 5, SolanaAddress? to = null)
    {
        var received = await ReceivedAsync(wallet, key, lamports, to);
        return Moved(await Storage.Transfers.DecideAsync(received, _ => Accept(lamports, fee), default));
    }

    protected static SigningIntent Intent(int number = 1) => new(
        number, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), "projects/p/cryptoKeyVersions/1");

    protected SigningRequest SigningRequestOf(Wallet wallet) => new(
        wallet.Id,
        wallet.UserId,
        Caller,
        IdempotencyKey.Parse("sign-1"),
        RequestFingerprint.Of("sign", wallet.Id.ToString()),
        Convert.ToHexStringLower(SHA256.HashData(wallet.Id.Value.ToByteArray())),
        wallet.Key.KeyVersionName,
        Time.GetUtcNow());

    protected TransferAttempt NewAttempt(int number = 1) => new()
    {
        Number = number,
        Signature = TransactionSignature.FromBytes(RandomNumberGenerator.GetBytes(TransactionSignature.Length)),
        WireTransaction = RandomNumberGenerator.GetBytes(215),
        Blockhash = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM",
        LastValidBlockHeight = 350_000_150,
        ContextSlot = 372_000_000,
        Outcome = AttemptOutcome.Live,
        SignedAt = Time.GetUtcNow(),
    };

    protected async Task<Transfer> SignedAsync(
        Wallet wallet, string key = "pay-1", ulong lamports = 1_000, ulong fee = 5, SolanaAddress? to = null)
    {
        var ready = await ReadyAsync(wallet, key, lamports, fee, to);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        return await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });
    }

    protected async Task<Transfer> SubmittedAsync(
        Wallet wallet, string key = "pay-1", ulong lamports = 1_000, ulong fee = 5, SolanaAddress? to = null) =>
        await MoveAsync(await SignedAsync(wallet, key, lamports, fee, to), TransferStatus.Submitted);

    protected async Task<Transfer> MoveAsync(
        Transfer transfer, TransferStatus to, Func<TransferChange, TransferChange>? with = null) =>
        Moved(await Storage.Transfers.ApplyAsync(transfer, Change(to, with), default));

    protected TransferChange Change(TransferStatus to, Func<TransferChange, TransferChange>? with = null)
    {
        var change = new TransferChange { To = to, At = Time.GetUtcNow() };
        return with is null ? change : with(change);
    }

    protected static Transfer Moved(Transfer? transfer)
    {
        Assert.NotNull(transfer);
        return transfer;
    }

    protected async Task<Transfer> FindAsync(Transfer transfer) =>
        Moved(await Storage.Transfers.FindAsync(transfer.UserId, transfer.Id, default));

    /// <summary>Fails unless the store has refused because something is frozen.</summary>
    protected static void AssertFrozen(SigningVerdict verdict, string scope = "wallet")
    {
        var error = Assert.IsType<SigningVerdict.Refused>(verdict).Error;
        Assert.Equal("WALLET_FROZEN", error.Code);
        Assert.Equal(scope, error.Details["scope"]);
    }

    protected Task<Lamports> ReservedAsync(Wallet wallet) => Storage.Reservations.GetReservedAsync(wallet.Id, default);

    /// <summary>The types of the wallet's events, after checking that their sequence has no gap.</summary>
    protected async Task<string[]> EventTypesAsync(Wallet wallet)
    {
        var events = await EventsAsync(wallet);
        return [.. events.Select(entry => entry.Type)];
    }

    protected async Task<IReadOnlyList<OutboxEvent>> EventsAsync(Wallet wallet)
    {
        var events = await Storage.Inspection.ReadEventsAsync(wallet.Id);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(entry => entry.Sequence!.Value));
        Assert.Equal(events.Count, events.Select(entry => entry.EventId).Distinct().Count());
        return events;
    }

    /// <summary>The actions in the wallet's audit log, after checking its chain of hashes.</summary>
    protected async Task<string[]> AuditActionsAsync(Wallet wallet)
    {
        var log = await Storage.Inspection.ReadAuditAsync(wallet.Id);
        var previous = AuditEntry.Origin;
        foreach (var entry in log)
        {
            Assert.Equal(previous, entry.PreviousHash);
            Assert.Equal(entry.ComputeHash(), entry.Hash);
            previous = entry.Hash;
        }

        return [.. log.Select(entry => entry.Action)];
    }

    /// <summary>Runs the same call many times at once.</summary>
    protected static Task<T[]> InParallelAsync<T>(int count, Func<int, Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => call(number))));
}
