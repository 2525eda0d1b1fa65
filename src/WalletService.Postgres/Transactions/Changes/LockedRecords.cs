using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>
/// What a transaction has locked and read, as its changes leave it one after the other: each finds what those before it have made.
/// In the end <see cref="Statements"/> writes what has changed.
/// </summary>
internal sealed class LockedRecords(DateTimeOffset now)
{
    private readonly Dictionary<Guid, WalletRecord> wallets = [];
    private readonly Dictionary<Guid, TransferRecord> transfers = [];
    private readonly Dictionary<RequestKey, RequestRow> requests = [];
    private readonly Dictionary<RequestKey, Transfer> transfersByKey = [];
    private readonly HashSet<string> signatures = [];
    private readonly HashSet<FreezeTarget> frozen = [];
    private LockedPolicies policies = new();
    private readonly ChangeRecords beside = new(now);
    private readonly TransferWrites writes = new();

    public DateTimeOffset Now => now;

    /// <exception cref="InvalidOperationException">There is no such wallet: a bug of the caller.</exception>
    public WalletRecord GetWallet(WalletId id) =>
        wallets.GetValueOrDefault(id.Value) ?? throw new InvalidOperationException($"There is no wallet {id}.");

    /// <summary>The widest of the targets that are frozen. They have to be among what the change concerns.</summary>
    public FreezeTarget? FindFrozen(IReadOnlyList<FreezeTarget> targets) => SigningGate.WidestOf(targets.Where(frozen.Contains));

    /// <summary>Why nothing may be signed with the wallet for what concerns these targets; null when it may.</summary>
    public WalletError? FindRefusal(WalletRecord wallet, IReadOnlyList<FreezeTarget> targets) =>
        SigningGate.FindRefusal(wallet.Row.WalletStatus, FindFrozen(targets));

    /// <summary>The policies by which a change is judged, and what was moved within their windows by others and by the changes before it.</summary>
    public PolicyPosition PolicyOf(JudgedWallet judged) => policies.PositionOf(judged, now);

    /// <summary>Counts what leaves the wallet.</summary>
    public void Spend(JudgedWallet judged, IReadOnlyList<AssetMovement> movements)
    {
        var rows = SpendingRow.Of(judged.Source, judged.UserId, judged.WalletId, movements, now);
        policies.Spend(rows, now);
        writes.Spend(rows);
    }

    /// <summary>The transfer, if it still is what the caller has seen.</summary>
    public Transfer? FindUnchanged(Transfer seen) =>
        transfers.GetValueOrDefault(seen.Id.Value)?.Transfer is { } transfer
        && transfer.Version == seen.Version && transfer.Status == seen.Status && wallets.ContainsKey(seen.WalletId.Value)
            ? transfer
            : null;

    public RequestRow? FindRequest(RequestKey key) => requests.GetValueOrDefault(key);

    /// <summary>The transfer that the key made, as it stands now.</summary>
    public Transfer? FindTransfer(RequestKey key) => transfersByKey.GetValueOrDefault(key) is { } transfer
        ? transfers.GetValueOrDefault(transfer.Id.Value)?.Transfer ?? transfer
        : null;

    /// <summary>Keeps what the key's first request was.</summary>
    /// <param name="risk">With which verdict it is granted.</param>
    public void TakeKey(
        RequestKey key,
        CallerId caller,
        string route,
        RequestFingerprint fingerprint,
        Guid resourceId,
        RiskVerdict risk = RiskVerdict.NotAsked)
    {
        var kept = risk == RiskVerdict.NotAsked ? null : risk.ToString();
        var request = new RequestRow(key.UserId, key.Key, route, fingerprint.Value, resourceId, now.UtcDateTime, caller.Value, kept);
        requests.Add(key, request);
        writes.Requests.Add(request);
    }

    public void Add(Transfer transfer, string owner, DateTimeOffset leaseUntil)
    {
        transfersByKey.Add(RequestKey.Of(transfer.UserId, transfer.IdempotencyKey), transfer);
        writes.Added.Add(new AddedTransfer(transfer, owner, leaseUntil, now));
    }

    /// <summary>Puts the moved transfer in the place of the one that was read.</summary>
    public void Move(WalletRecord wallet, Transfer moved)
    {
        var record = transfers[moved.Id.Value];
        wallet.HeldOf(moved).Replace(record.Transfer, moved);
        writes.Move(record.Transfer, moved);
        record.Transfer = moved;
    }

    public void Announce(Transfer transfer, SigningIntent intent)
    {
        transfers[transfer.Id.Value].PreparedAttempt = intent.AttemptNumber;
        writes.Announced.Add(new AnnouncedAttempt(transfer.Id, intent, now));
    }

    /// <summary>Stores the transfer's newest attempt, which was announced before.</summary>
    public void StoreAttempt(Transfer transfer)
    {
        var record = transfers[transfer.Id.Value];
        var attempt = transfer.Attempt!;
        if (record.PreparedAttempt != attempt.Number)
        {
            throw new InvalidOperationException($"Attempt {attempt.Number} of transfer {transfer.Id} was never announced.");
        }

        if (!signatures.Add(attempt.Signature.Value))
        {
            throw new DuplicateSignatureException(attempt.Signature);
        }

        record.PreparedAttempt = null;
        writes.Stored.Add(new StoredAttempt(transfer.Id, attempt));
    }

    /// <summary>Keeps that a caller is given the signature, so that what its transaction moves is known for the caller's.</summary>
    public void Give(WalletId walletId, TransactionSignature signature) => writes.Given.Add(new GivenAway(walletId, signature, now));

    /// <summary>Records a change with its audit entry and events.</summary>
    /// <param name="settledSlot">The slot at which the change's transfer was executed, or 0.</param>
    public void Record(WalletRecord wallet, AuditDraft audit, IReadOnlyList<EventDraft> events, ulong settledSlot = 0) =>
        wallet.Row = beside.Add(wallet.Row, audit, events, settledSlot);

    /// <summary>The statements that write all changes; none when there are none.</summary>
    public IEnumerable<NpgsqlBatchCommand> Statements() => writes.Statements().Concat(beside.Statements());

    internal void Read(LockedRows rows)
    {
        foreach (var wallet in rows.Wallets)
        {
            wallets.Add(wallet.Id, new WalletRecord(wallet));
        }

        foreach (var sum in rows.Reserved)
        {
            wallets.GetValueOrDefault(sum.WalletId)?.HeldOf(sum.KeyNumber).Hold(sum.Reserved, sum.InFlight);
        }

        foreach (var sum in rows.Tokens)
        {
            wallets.GetValueOrDefault(sum.WalletId)?.HeldOf(sum.KeyNumber).Hold(sum.Mint, sum.Reserved, sum.InFlight);
        }

        foreach (var transfer in rows.Transfers)
        {
            transfers.Add(transfer.Id, new TransferRecord(transfer.ToTransfer()));
        }

        foreach (var attempt in rows.Prepared)
        {
            transfers[attempt.TransferId].PreparedAttempt = attempt.Number;
        }

        foreach (var request in rows.Requests)
        {
            requests.Add(new RequestKey(request.UserId, request.Key), request);
        }

        foreach (var transfer in rows.TransfersByKey)
        {
            transfersByKey.Add(new RequestKey(transfer.UserId, transfer.IdempotencyKey), transfer.ToTransfer());
        }

        signatures.UnionWith(rows.Signatures);
        frozen.UnionWith(rows.Frozen);
        policies = rows.Policies;
    }

    /// <summary>A wallet as the changes leave it.</summary>
    internal sealed class WalletRecord(LockedWallet row)
    {
        private readonly Dictionary<int, HeldFunds> held = [];

        public LockedWallet Row { get; set; } = row;

        /// <summary>What is held back at the address that the transfer pays from.</summary>
        public HeldFunds HeldOf(Transfer transfer) => HeldOf(transfer.KeyNumber);

        /// <summary>What is held back at the address of this key.</summary>
        public HeldFunds HeldOf(int keyNumber)
        {
            if (!held.TryGetValue(keyNumber, out var funds))
            {
                funds = new HeldFunds();
                held.Add(keyNumber, funds);
            }

            return funds;
        }
    }

    private sealed class TransferRecord(Transfer transfer)
    {
        public Transfer Transfer { get; set; } = transfer;

        /// <summary>The attempt whose signature was announced and is not stored yet.</summary>
        public int? PreparedAttempt { get; set; }
    }
}
