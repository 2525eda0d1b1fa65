using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>What a transaction writes of transfers, many rows with each statement.</summary>
internal sealed class TransferWrites
{
    private const string UpdateMoved =
        """
        UPDATE transfers
        SET status = moved.status, version = moved.version, lamports = moved.lamports, fee = moved.fee,
            compute_unit_limit = moved.compute_unit_limit, compute_unit_price = moved.compute_unit_price,
            data_size_limit = moved.data_size_limit, reserved = moved.reserved,
            token_movement = moved.token_movement::jsonb, reserved_tokens = moved.reserved_tokens,
            token_balances = moved.token_balances::jsonb,
            attempt_number = moved.attempt_number, execution_slot = moved.execution_slot, block_time = moved.block_time,
            chain_error = moved.chain_error, charged_fee = moved.charged_fee, source_before = moved.source_before,
            source_after = moved.source_after, recipient_before = moved.recipient_before, recipient_after = moved.recipient_after,
            error = moved.error::jsonb, ready_at = moved.ready_at, signed_at = moved.signed_at, submitted_at = moved.submitted_at,
            confirmed_at = moved.confirmed_at, ended_at = moved.ended_at, policy = moved.policy::jsonb, deadline = moved.deadline,
            lease_owner = CASE WHEN moved.is_end OR moved.due_at IS NOT NULL THEN NULL ELSE lease_owner END,
            lease_until = CASE WHEN moved.is_end OR moved.due_at IS NOT NULL THEN NULL ELSE lease_until END,
            due_at = coalesce(moved.due_at, transfers.due_at)
        FROM unnest(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
            $28, $29, $30, $31, $32) AS moved (
            id, seen_version, status, version, lamports, fee, compute_unit_limit, compute_unit_price, data_size_limit, reserved,
            token_movement, reserved_tokens, token_balances, attempt_number,
            execution_slot, block_time, chain_error, charged_fee, source_before, source_after, recipient_before, recipient_after, error,
            ready_at, signed_at, submitted_at, confirmed_at, ended_at, is_end, policy, deadline, due_at)
        WHERE transfers.id = moved.id AND transfers.version = moved.seen_version
        """;

    private readonly Dictionary<Guid, MovedTransfer> moved = [];
    private readonly Dictionary<(string Source, string Asset), SpendingRow> spent = [];

    public List<RequestRow> Requests { get; } = [];

    public List<AddedTransfer> Added { get; } = [];

    public List<AnnouncedAttempt> Announced { get; } = [];

    public List<StoredAttempt> Stored { get; } = [];

    public List<GivenAway> Given { get; } = [];

    /// <summary>Each source once: the newest counts.</summary>
    public void Spend(IReadOnlyList<SpendingRow> rows)
    {
        foreach (var row in rows)
        {
            spent[(row.Source, row.Asset)] = row;
        }
    }

    public void Move(Transfer before, Transfer after) => moved[after.Id.Value] =
        new MovedTransfer(moved.TryGetValue(after.Id.Value, out var earlier) ? earlier.Before : before, after);

    public IEnumerable<NpgsqlBatchCommand> Statements()
    {
        if (Requests.Count > 0)
        {
            yield return InsertRequests(Requests);
        }

        if (Added.Count > 0)
        {
            yield return InsertTransfers(Added);
        }

        if (Announced.Count > 0)
        {
            yield return AnnounceAttempts(Announced);
        }

        if (Stored.Count > 0)
        {
            yield return StoreAttempts(Stored);
        }

        if (Given.Count > 0)
        {
            yield return InsertGiven(Given);
        }

        if (moved.Count > 0)
        {
            yield return UpdateTransfers(moved.Values);
        }

        if (spent.Count > 0)
        {
            yield return SpendingRow.Write(spent.Values);
        }

        if (moved.Values.Where(transfer => transfer.HasMovedNothing).ToArray() is { Length: > 0 } vain)
        {
            yield return SpendingRow.TakeBack([.. vain.Select(transfer => transfer.After.Id.ToString())]);
        }

        if (moved.Values.Where(transfer => transfer.IsOutcomeChanged).ToArray() is { Length: > 0 } judged)
        {
            yield return UpdateOutcomes(judged);
        }
    }

    /// <summary>In the order of the keys: two transactions that take the same ones wait for each other, and never in a circle.</summary>
    private static NpgsqlBatchCommand InsertRequests(IReadOnlyCollection<RequestRow> requests) => Statement.Of(
        """
        INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at, caller, risk)
        SELECT request.user_id, request.key, request.route, request.fingerprint, request.resource_id, request.created_at, request.caller,
               request.risk
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS request (user_id, key, route, fingerprint, resource_id, created_at, caller, risk)
        ORDER BY request.user_id, request.key
        """,
        requests.Column(request => request.UserId),
        requests.Column(request => request.Key),
        requests.Column(request => request.Route),
        requests.Column(request => request.Fingerprint),
        requests.Column(request => request.ResourceId),
        requests.Column(request => request.CreatedAt),
        requests.Column(request => request.Caller),
        requests.Column(request => request.Risk));

    private static NpgsqlBatchCommand InsertTransfers(IReadOnlyCollection<AddedTransfer> added) => Statement.Of(
        """
        INSERT INTO transfers (
            id, wallet_id, user_id, kind, recipient, requested_lamports, memo, caller_transaction, mint, requested_tokens, amount_meaning, batch,
            idempotency_key, fingerprint, status, version, deadline, received_at, lease_owner, lease_until, due_at, caller, declared,
            key_number, is_sweep, trace_parent, source_account, closes_account)
        SELECT id, wallet_id, user_id, kind, recipient, requested_lamports, memo, caller_transaction, mint, requested_tokens, amount_meaning,
               batch::jsonb, idempotency_key, fingerprint, status, version, deadline, received_at, lease_owner, lease_until, due_at, caller,
               declared::jsonb, key_number, is_sweep, trace_parent, source_account, closes_account
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
            AS added (
            id, wallet_id, user_id, kind, recipient, requested_lamports, memo, caller_transaction, mint, requested_tokens, amount_meaning,
            batch, idempotency_key, fingerprint, status, version, deadline, received_at, lease_owner, lease_until, due_at, caller, declared,
            key_number, is_sweep, trace_parent, source_account, closes_account)
        """,
        added.Column(row => row.Transfer.Id.Value),
        added.Column(row => row.Transfer.WalletId.Value),
        added.Column(row => row.Transfer.UserId.Value),
        added.Column(row => TransferKinds.Write(row.Transfer.Content)),
        added.Column(row => row.Transfer.Content.Recipient?.Value),
        added.Column(row => (decimal?)row.Payment?.Requested?.Value),
        added.Column(row => row.Memo),
        added.Column(row => row.CallerTransaction?.WireTransaction.ToArray()),
        added.Column(row => row.Transfer.Content.PaidMint?.Value),
        added.Column(row => row.Tokens?.Requested?.ToString()),
        added.Column(row => row.Meaning?.ToString()),
        added.Column(row => StoredBatches.Write(row.Transfer.Content)),
        added.Column(row => row.Transfer.IdempotencyKey.Value),
        added.Column(row => row.Transfer.Fingerprint.Value),
        added.Column(row => row.Transfer.Status.ToString()),
        added.Column(row => row.Transfer.Version),
        added.Column(row => row.Transfer.Deadline),
        added.Column(row => row.Transfer.Times.ReceivedAt),
        added.Column(row => row.LeaseOwner),
        added.Column(row => row.LeaseUntil),
        added.Column(row => row.DueAt),
        added.Column(row => row.Transfer.Caller.Value),
        added.Column(row => StoredDeclarations.Write(row.Transfer.Content)),
        added.Column(row => row.Transfer.KeyNumber),
        added.Column(row => row.Transfer.IsSweep),
        added.Column(row => row.Transfer.TraceParent),
        added.Column(row => row.SourceAccount),
        added.Column(row => row.Closing is not null));

    private static NpgsqlBatchCommand AnnounceAttempts(IReadOnlyCollection<AnnouncedAttempt> announced) => Statement.Of(
        """
        INSERT INTO transfer_attempts (transfer_id, number, outcome, message_hash, key_version, prepared_at)
        SELECT attempt.transfer_id, attempt.number, 'prepared', attempt.message_hash, attempt.key_version, attempt.prepared_at
        FROM unnest($1, $2, $3, $4, $5) AS attempt (transfer_id, number, message_hash, key_version, prepared_at)
        ON CONFLICT (transfer_id, number) DO UPDATE
        SET message_hash = excluded.message_hash, key_version = excluded.key_version, prepared_at = excluded.prepared_at
        WHERE transfer_attempts.outcome = 'prepared'
        """,
        announced.Column(row => row.TransferId.Value),
        announced.Column(row => row.Intent.AttemptNumber),
        announced.Column(row => row.Intent.MessageHash),
        announced.Column(row => row.Intent.KeyVersionName),
        announced.Column(row => row.At));

    private static NpgsqlBatchCommand StoreAttempts(IReadOnlyCollection<StoredAttempt> stored) => Statement.Of(
        """
        UPDATE transfer_attempts
        SET outcome = attempt.outcome, signature = attempt.signature, wire_transaction = attempt.wire_transaction,
            blockhash = attempt.blockhash, last_valid_block_height = attempt.last_valid_block_height,
            context_slot = attempt.context_slot, signed_at = attempt.signed_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS attempt (
            transfer_id, number, outcome, signature, wire_transaction, blockhash, last_valid_block_height, context_slot, signed_at)
        WHERE transfer_attempts.transfer_id = attempt.transfer_id AND transfer_attempts.number = attempt.number
          AND transfer_attempts.outcome = 'prepared'
        """,
        stored.Column(row => row.TransferId.Value),
        stored.Column(row => row.Attempt.Number),
        stored.Column(row => AttemptOutcomes.Write(row.Attempt.Outcome)),
        stored.Column(row => row.Attempt.Signature.Value),
        stored.Column(row => row.Attempt.WireTransaction.ToArray()),
        stored.Column(row => row.Attempt.Blockhash),
        stored.Column(row => (decimal)row.Attempt.LastValidBlockHeight),
        stored.Column(row => (decimal)row.Attempt.ContextSlot),
        stored.Column(row => row.Attempt.SignedAt));

    /// <summary>In the order of the keys, as with requests. The same transaction signed again gives the same signature.</summary>
    private static NpgsqlBatchCommand InsertGiven(IReadOnlyCollection<GivenAway> given) => Statement.Of(
        """
        INSERT INTO given_signatures (signature, wallet_id, given_at)
        SELECT given.signature, given.wallet_id, given.given_at FROM unnest($1, $2, $3) AS given (signature, wallet_id, given_at)
        ORDER BY given.signature
        ON CONFLICT (signature) DO NOTHING
        """,
        given.Column(row => row.Signature.Value),
        given.Column(row => row.WalletId.Value),
        given.Column(row => row.At));

    /// <summary>Everything that a move can change. An ended transfer is nobody's work any more.</summary>
    private static NpgsqlBatchCommand UpdateTransfers(IReadOnlyCollection<MovedTransfer> moved) => Statement.Of(
        UpdateMoved,
        moved.Column(row => row.After.Id.Value),
        moved.Column(row => row.Before.Version),
        moved.Column(row => row.After.Status.ToString()),
        moved.Column(row => row.After.Version),
        moved.Column(row => (decimal?)row.After.Lamports?.Value),
        moved.Column(row => (decimal?)row.After.Quote?.Fee.Value),
        moved.Column(row => (long?)row.After.Quote?.ComputeUnitLimit),
        moved.Column(row => (decimal?)row.After.Quote?.ComputeUnitPrice),
        moved.Column(row => (long?)row.After.Quote?.DataSizeLimit),
        moved.Column(row => (decimal)row.After.HeldFunds().Value),
        moved.Column(row => StoredTokens.Write(row.After.Token)),
        moved.Column(row => (decimal)row.After.HeldTokens()),
        moved.Column(row => StoredTokens.Write(row.After.Execution?.Tokens)),
        moved.Column(row => row.After.Attempt?.Number),
        moved.Column(row => (decimal?)row.After.Execution?.Slot),
        moved.Column(row => row.After.Execution?.BlockTime),
        moved.Column(row => row.After.Execution?.ChainError),
        moved.Column(row => (decimal?)row.After.Execution?.Fee?.Value),
        moved.Column(row => (decimal?)row.After.Execution?.SourceBefore?.Value),
        moved.Column(row => (decimal?)row.After.Execution?.SourceAfter?.Value),
        moved.Column(row => (decimal?)row.After.Execution?.RecipientBefore?.Value),
        moved.Column(row => (decimal?)row.After.Execution?.RecipientAfter?.Value),
        moved.Column(row => StoredJson.Write(row.After.Error)),
        moved.Column(row => row.After.Times.ReadyAt),
        moved.Column(row => row.After.Times.SignedAt),
        moved.Column(row => row.After.Times.SubmittedAt),
        moved.Column(row => row.After.Times.ConfirmedAt),
        moved.Column(row => row.After.Times.EndedAt),
        moved.Column(row => row.After.Status.IsEnd()),
        moved.Column(row => StoredPolicies.Write(row.After.Policy)),
        moved.Column(row => row.After.Deadline),
        moved.Column(row => row.Before.DueAfter(row.After)));

    private static NpgsqlBatchCommand UpdateOutcomes(IReadOnlyCollection<MovedTransfer> moved) => Statement.Of(
        """
        UPDATE transfer_attempts
        SET outcome = attempt.outcome
        FROM unnest($1, $2, $3) AS attempt (transfer_id, number, outcome)
        WHERE transfer_attempts.transfer_id = attempt.transfer_id AND transfer_attempts.number = attempt.number
        """,
        moved.Column(row => row.After.Id.Value),
        moved.Column(row => row.After.Attempt!.Number),
        moved.Column(row => AttemptOutcomes.Write(row.After.Attempt!.Outcome)));

    /// <param name="Before">As it was read.</param>
    private sealed record MovedTransfer(Transfer Before, Transfer After)
    {
        /// <summary>It was to move something, and has ended without it.</summary>
        public bool HasMovedNothing => After.MovedNothing() && Before.Lamports is not null;

        public bool IsOutcomeChanged => After.Attempt is { } attempt && attempt.Outcome != Before.Attempt?.Outcome;
    }
}

internal sealed record AddedTransfer(Transfer Transfer, string LeaseOwner, DateTimeOffset LeaseUntil, DateTimeOffset DueAt)
{
    public TransferContent.SolPayment? Payment => Transfer.Content as TransferContent.SolPayment;

    public TransferContent.TokenPayment? Tokens => Transfer.Content as TransferContent.TokenPayment;

    public string? Memo => Transfer.Content switch
    {
        TransferContent.SolPayment payment => payment.Memo,
        TransferContent.TokenPayment payment => payment.Memo,
        TransferContent.SolBatch batch => batch.Memo,
        TransferContent.TokenBatch batch => batch.Memo,
        _ => null,
    };

    public TransferContent.AccountClosing? Closing => Transfer.Content as TransferContent.AccountClosing;

    public string? SourceAccount => (Closing?.Account ?? Tokens?.SourceAccount)?.Value;

    public TokenAmountMeaning? Meaning => Transfer.Content switch
    {
        TransferContent.TokenPayment payment => payment.Meaning,
        TransferContent.TokenBatch batch => batch.Meaning,

        // An account is closed when it holds nothing; the column is filled wherever there is a token.
        TransferContent.AccountClosing => TokenAmountMeaning.Sent,
        _ => null,
    };

    public TransferContent.CallerTransaction? CallerTransaction => Transfer.Content as TransferContent.CallerTransaction;
}

/// <summary>An attempt whose signature is about to be asked for.</summary>
internal sealed record AnnouncedAttempt(TransactionId TransferId, SigningIntent Intent, DateTimeOffset At);

internal sealed record StoredAttempt(TransactionId TransferId, TransferAttempt Attempt);

/// <summary>A signature over a caller's own transaction that the caller gets.</summary>
internal sealed record GivenAway(WalletId WalletId, TransactionSignature Signature, DateTimeOffset At);
