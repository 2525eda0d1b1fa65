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
        wallet.Reserved += (decimal)moved.HeldFunds().Value - record.Transfer.HeldFunds().Value;
        wallet.InFlight += (decimal)moved.InFlightFunds().Value - record.Transfer.InFlightFunds().Value;
        wallet.HoldTokens(record.Transfer, moved);
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
            if (wallets.TryGetValue(sum.WalletId, out var wallet))
            {
                wallet.Reserved = sum.Reserved;
                wallet.InFlight = sum.InFlight;
            }
        }

        foreach (var sum in rows.Tokens)
        {
            wallets.GetValueOrDefault(sum.WalletId)?.Tokens.Add(sum.Mint, (sum.Reserved, sum.InFlight));
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
        public LockedWallet Row { get; set; } = row;

        /// <summary>Lamports that the wallet's transfers hold back.</summary>
        public decimal Reserved { get; set; }

        /// <summary>The part of it whose transactions are signed.</summary>
        public decimal InFlight { get; set; }

        /// <summary>Base units that the wallet's transfers hold back of each mint, and the part of them whose transactions are signed.</summary>
        public Dictionary<string, (decimal Reserved, decimal InFlight)> Tokens { get; } = new(StringComparer.Ordinal);

        public void HoldTokens(Transfer before, Transfer after)
        {
            if ((after.Token ?? before.Token) is { } token)
            {
                var (reserved, inFlight) = Tokens.GetValueOrDefault(token.Mint.Value);
                Tokens[token.Mint.Value] = (
                    reserved + after.HeldTokens() - before.HeldTokens(), inFlight + after.InFlightTokens() - before.InFlightTokens());
            }
        }

        /// <summary>What the wallet's other transfers hold back of the token that this one pays.</summary>
        public TokenPosition GetTokensOfOthers(Transfer transfer)
        {
            if (transfer.Content.PaidMint is not { } mint)
            {
                return TokenPosition.None;
            }

            var (reserved, inFlight) = Tokens.GetValueOrDefault(mint.Value);
            return new TokenPosition((ulong)(reserved - transfer.HeldTokens()), (ulong)(inFlight - transfer.InFlightTokens()));
        }

        public Lamports GetInFlightOfOthers(Transfer transfer) => new((ulong)(InFlight - transfer.InFlightFunds().Value));

        public Lamports GetReservedByOthers(Transfer transfer) => new((ulong)(Reserved - transfer.HeldFunds().Value));
    }

    private sealed class TransferRecord(Transfer transfer)
    {
        public Transfer Transfer { get; set; } = transfer;

        /// <summary>The attempt whose signature was announced and is not stored yet.</summary>
        public int? PreparedAttempt { get; set; }
    }
}
