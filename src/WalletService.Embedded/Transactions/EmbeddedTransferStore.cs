using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Transactions;

internal sealed class EmbeddedTransferStore(EmbeddedDatabase database) : ITransferStore
{
    public Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Add(transfer, owner, lease));
        }
    }

    public Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var found = database.Transfers.GetValueOrDefault(id.Value)?.Transfer;
            return Task.FromResult(found?.UserId == userId ? found : null);
        }
    }

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(
                database.Requests.GetValueOrDefault((userId.Value, key.Value)) is { Route: StoredRequest.Transfer } request
                    ? database.Transfers[request.ResourceId].Transfer
                    : null);
        }
    }

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var found = database.Transfers.Values
                .Select(stored => stored.Transfer)
                .Where(transfer => transfer.UserId == userId && Passes(transfer, filter))
                .Where(transfer => before is null || transfer.Id.Value.CompareTo(before.Value) < 0)
                .OrderByDescending(transfer => transfer.Id.Value)
                .Take(limit + 1)
                .ToArray();
            var page = found.Take(limit).ToArray();
            return Task.FromResult(new TransferPage(page, found.Length > limit ? page[^1].Id : null));
        }
    }

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<TransferAttempt>>(
                database.Transfers.GetValueOrDefault(id.Value) is { } stored && stored.Transfer.UserId == userId ? [.. stored.Attempts] : []);
        }
    }

    public Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Decide(transfer, decide));
        }
    }

    public Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(BeginSigning(transfer, intent));
        }
    }

    public Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Apply(transfer, change));
        }
    }

    private SigningVerdict BeginSigning(Transfer transfer, SigningIntent intent)
    {
        if (Current(transfer) is not { Transfer.Status: TransferStatus.Ready } stored)
        {
            return new SigningVerdict.TooLate();
        }

        var wallet = database.Wallets[transfer.WalletId.Value];
        var policy = PolicyOf(stored.Transfer);
        if ((database.FindRefusal(wallet, SigningGate.TargetsOf(transfer))
            ?? PolicyGate.FindRefusal(stored.Transfer, policy, database.Time.GetUtcNow())) is { } refusal)
        {
            return new SigningVerdict.Refused(refusal);
        }

        if (PolicyGate.SettledPinOf(stored.Transfer) is null)
        {
            // It leaves now, and not when it was decided on.
            database.Policies.Spend(
                transfer.Id.ToString(), transfer.UserId, transfer.WalletId, PolicySubjects.MovementsOf(stored.Transfer), database.Time.GetUtcNow());
        }

        stored.Prepared = intent;
        database.Record(wallet, AuditDrafts.KeySigning(stored.Transfer, intent, policy));
        return new SigningVerdict.Granted();
    }

    private TransferAdmission Add(Transfer transfer, string owner, TimeSpan lease)
    {
        var key = (transfer.UserId.Value, transfer.IdempotencyKey.Value);
        if (database.Requests.TryGetValue(key, out var request))
        {
            return request.IsSame(StoredRequest.Transfer, transfer.Fingerprint)
                ? new TransferAdmission.Existing(database.Transfers[request.ResourceId].Transfer)
                : new TransferAdmission.Conflict();
        }

        var wallet = database.Wallets.GetValueOrDefault(transfer.WalletId.Value) is { Wallet: not null } known
            ? known
            : throw new InvalidOperationException($"There is no wallet {transfer.WalletId}.");
        if (transfer.Content.BatchPlace is null && database.FindRefusal(wallet, SigningGate.TargetsOf(transfer)) is { } refusal)
        {
            return new TransferAdmission.Refused(refusal);
        }

        var now = database.Time.GetUtcNow();
        var added = transfer.IsSweep ? transfer : transfer with { KeyNumber = wallet.Wallet!.KeyNumber };
        database.Requests.Add(key, new StoredRequest(StoredRequest.Transfer, transfer.Fingerprint, transfer.Id.Value));
        database.Transfers.Add(transfer.Id.Value, new StoredTransfer(added)
        {
            LeaseOwner = owner,
            LeaseUntil = now + lease,
            DueAt = now,
        });
        database.Record(wallet, AuditDrafts.TransferReceived(transfer));
        return new TransferAdmission.Added(added);
    }

    private Transfer? Decide(Transfer transfer, Func<WalletPosition, TransferDecision> decide)
    {
        if (Current(transfer) is not { } stored)
        {
            return null;
        }

        var wallet = database.Wallets[transfer.WalletId.Value];
        var position = new WalletPosition(
            wallet.Wallet!.Status,
            EmbeddedReservations.OfOthers(database, stored.Transfer, TransferProgress.HeldFunds),
            EmbeddedReservations.OfOthers(database, stored.Transfer, TransferProgress.InFlightFunds),
            wallet.SettledSlot)
        {
            Tokens = EmbeddedReservations.TokensOfOthers(database, stored.Transfer),
            Frozen = database.FindFrozen(SigningGate.TargetsOf(transfer)),
            Policy = PolicyOf(stored.Transfer),
        };
        var now = database.Time.GetUtcNow();
        var decided = decide(position) switch
        {
            TransferDecision.Accept accept => stored.Transfer.Accepted(accept, now),
            TransferDecision.AwaitApproval approval => stored.Transfer.Awaiting(approval),
            TransferDecision.SignAgain again => stored.Transfer.SignedAgain(again),
            TransferDecision.Refuse refuse => stored.Transfer.Refused(refuse.Error, now),
            TransferDecision.ReadAgain or TransferDecision.WaitForOthers => null,
            var other => throw new InvalidOperationException($"Unknown decision {other}."),
        };
        if (decided is null)
        {
            return stored.Transfer;
        }

        Write(stored, decided);
        if (!decided.Status.IsEnd())
        {
            database.Policies.Spend(decided.Id.ToString(), decided.UserId, decided.WalletId, PolicySubjects.MovementsOf(decided), now);
        }

        database.Record(wallet, AuditDrafts.TransferDecided(decided, position), TransferEvents.Of(decided));
        return decided;
    }

    private Transfer? Apply(Transfer transfer, TransferChange change)
    {
        if (Current(transfer) is not { } stored)
        {
            return null;
        }

        var wallet = database.Wallets[transfer.WalletId.Value];
        var refusal = change.To == TransferStatus.Signed ? database.FindRefusal(wallet, SigningGate.TargetsOf(transfer)) : null;
        var moved = stored.Transfer.After(refusal is null ? change : transfer.Withheld(change, refusal));
        if (moved.Status == TransferStatus.Signed)
        {
            StoreAttempt(stored, moved.Attempt!);
        }

        wallet.SettledSlot = Math.Max(wallet.SettledSlot, change.Execution?.Slot ?? 0);
        Write(stored, moved);
        if (moved.MovedNothing())
        {
            database.Policies.TakeBack(moved.Id.ToString());
        }

        database.Record(
            wallet,
            change.Approval is { } approval ? AuditDrafts.TransferApproved(moved, approval) : AuditDrafts.TransferMoved(moved, change.Caller),
            TransferEvents.Of(moved));
        return moved;
    }

    private PolicyPosition PolicyOf(Transfer transfer) => database.Policies.PositionOf(
        transfer.UserId, transfer.WalletId, transfer.Id.ToString(), Known(transfer.UserId), database.Time.GetUtcNow());

    /// <summary>Since when the recipients are known that the user has paid or has in the address book.</summary>
    private Dictionary<SolanaAddress, DateTimeOffset> Known(UserId user) => database.Transfers.Values
        .Select(stored => stored.Transfer)
        .Where(transfer => transfer.UserId == user && transfer.Content.Recipient is not null && transfer.Times.ConfirmedAt is not null)
        .Where(transfer => transfer.Status is TransferStatus.Confirmed or TransferStatus.Finalized)
        .Select(transfer => (Address: transfer.Content.Recipient!, Since: transfer.Times.ConfirmedAt!.Value))
        .Concat(database.Addresses.Where(line => line.Key.User == user).Select(line => (line.Value.Address, Since: line.Value.AddedAt)))
        .GroupBy(known => known.Address)
        .ToDictionary(group => group.Key, group => group.Min(known => known.Since));

    private void StoreAttempt(StoredTransfer stored, TransferAttempt attempt)
    {
        if (stored.Prepared?.AttemptNumber != attempt.Number)
        {
            throw new InvalidOperationException($"Attempt {attempt.Number} of transfer {stored.Transfer.Id} was never announced.");
        }

        if (!database.Signatures.TryAdd(attempt.Signature.Value, stored.Transfer.Id))
        {
            throw new DuplicateSignatureException(attempt.Signature);
        }

        stored.Prepared = null;
    }

    private static bool Passes(Transfer transfer, TransferFilter filter) =>
        (filter.WalletId is null || transfer.WalletId == filter.WalletId)
        && (filter.Statuses is null || filter.Statuses.Contains(transfer.Status))
        && (filter.ReceivedFrom is null || transfer.Times.ReceivedAt >= filter.ReceivedFrom)
        && (filter.ReceivedBefore is null || transfer.Times.ReceivedAt < filter.ReceivedBefore);

    private static void Write(StoredTransfer stored, Transfer transfer)
    {
        if (stored.Transfer.DueAfter(transfer) is { } due)
        {
            stored.LeaseOwner = null;
            stored.DueAt = due;
        }

        stored.Transfer = transfer;
        if (transfer.Attempt is { } attempt)
        {
            stored.Attempts.RemoveAll(known => known.Number == attempt.Number);
            stored.Attempts.Add(attempt);
        }

        if (transfer.Status.IsEnd())
        {
            stored.LeaseOwner = null;
        }
    }

    /// <summary>The stored transfer, when it is still what the caller has seen.</summary>
    private StoredTransfer? Current(Transfer transfer) =>
        database.Transfers.GetValueOrDefault(transfer.Id.Value) is { } stored
        && stored.Transfer.Version == transfer.Version
        && stored.Transfer.Status == transfer.Status
            ? stored
            : null;
}
