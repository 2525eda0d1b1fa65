using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions;

/// <summary>The statements that write a transfer, with their parameters.</summary>
internal static class TransferWrites
{
    public const string Insert =
        """
        INSERT INTO transfers (
            id, wallet_id, user_id, kind, recipient, requested_lamports, memo, caller_transaction, idempotency_key, fingerprint, status, version, deadline,
            received_at, lease_owner, lease_until, due_at)
        VALUES (
            @id, @walletId, @userId, @kind, @recipient, @requestedLamports, @memo, @callerTransaction, @key, @fingerprint, @status, @version, @deadline,
            @receivedAt, @owner, @leaseUntil, @now);
        """;

    /// <summary>Everything that a move can change. An ended transfer is nobody's work any more.</summary>
    public const string Update =
        """
        UPDATE transfers
        SET status = @status, version = @version, lamports = @lamports, fee = @fee, compute_unit_limit = @computeUnitLimit,
            compute_unit_price = @computeUnitPrice, reserved = @reserved, attempt_number = @attemptNumber,
            execution_slot = @executionSlot, block_time = @blockTime, chain_error = @chainError, charged_fee = @chargedFee,
            source_before = @sourceBefore, source_after = @sourceAfter, recipient_before = @recipientBefore,
            recipient_after = @recipientAfter, error = @error::jsonb, ready_at = @readyAt, signed_at = @signedAt,
            submitted_at = @submittedAt, confirmed_at = @confirmedAt, ended_at = @endedAt,
            lease_owner = CASE WHEN @isEnd THEN NULL ELSE lease_owner END,
            lease_until = CASE WHEN @isEnd THEN NULL ELSE lease_until END
        WHERE id = @id;

        UPDATE transfer_attempts SET outcome = @attemptOutcome WHERE transfer_id = @id AND number = @attemptNumber;
        """;

    public const string AnnounceAttempt =
        """
        INSERT INTO transfer_attempts (transfer_id, number, outcome, message_hash, key_version, prepared_at)
        VALUES (@id, @number, 'prepared', @messageHash, @keyVersion, @now)
        ON CONFLICT (transfer_id, number) DO UPDATE
        SET message_hash = excluded.message_hash, key_version = excluded.key_version, prepared_at = excluded.prepared_at
        WHERE transfer_attempts.outcome = 'prepared';
        """;

    public const string StoreAttempt =
        """
        UPDATE transfer_attempts
        SET outcome = @attemptOutcome, signature = @signature, wire_transaction = @wireTransaction, blockhash = @blockhash,
            last_valid_block_height = @lastValidBlockHeight, context_slot = @contextSlot, signed_at = @attemptSignedAt
        WHERE transfer_id = @id AND number = @attemptNumber AND outcome = 'prepared';
        """;

    public static object InsertParameters(Transfer transfer, string owner, DateTimeOffset leaseUntil, DateTimeOffset now)
    {
        var payment = transfer.Content as TransferContent.SolPayment;
        var caller = transfer.Content as TransferContent.CallerTransaction;
        return new
        {
            id = transfer.Id.Value,
            userId = transfer.UserId.Value,
            kind = TransferKinds.Write(transfer.Content),
            recipient = payment?.To.Value,
            requestedLamports = (decimal?)payment?.Requested?.Value,
            memo = payment?.Memo,
            callerTransaction = caller?.WireTransaction.ToArray(),
            key = transfer.IdempotencyKey.Value,
            fingerprint = transfer.Fingerprint.Value,
            status = transfer.Status.ToString(),
            version = transfer.Version,
            deadline = transfer.Deadline,
            receivedAt = transfer.Times.ReceivedAt,
            owner,
            leaseUntil,
            now,
        };
    }

    public static object UpdateParameters(Transfer transfer) => new
    {
        id = transfer.Id.Value,
        status = transfer.Status.ToString(),
        version = transfer.Version,
        lamports = (decimal?)transfer.Lamports?.Value,
        fee = (decimal?)transfer.Quote?.Fee.Value,
        computeUnitLimit = (long?)transfer.Quote?.ComputeUnitLimit,
        computeUnitPrice = (decimal?)transfer.Quote?.ComputeUnitPrice,
        reserved = (decimal)transfer.HeldFunds().Value,
        executionSlot = (decimal?)transfer.Execution?.Slot,
        blockTime = transfer.Execution?.BlockTime,
        chainError = transfer.Execution?.ChainError,
        chargedFee = (decimal?)transfer.Execution?.Fee?.Value,
        sourceBefore = (decimal?)transfer.Execution?.SourceBefore?.Value,
        sourceAfter = (decimal?)transfer.Execution?.SourceAfter?.Value,
        recipientBefore = (decimal?)transfer.Execution?.RecipientBefore?.Value,
        recipientAfter = (decimal?)transfer.Execution?.RecipientAfter?.Value,
        error = StoredJson.Write(transfer.Error),
        readyAt = transfer.Times.ReadyAt,
        signedAt = transfer.Times.SignedAt,
        submittedAt = transfer.Times.SubmittedAt,
        confirmedAt = transfer.Times.ConfirmedAt,
        endedAt = transfer.Times.EndedAt,
        isEnd = transfer.Status.IsEnd(),

        attemptNumber = transfer.Attempt?.Number,
        attemptOutcome = transfer.Attempt is { } attempt ? AttemptOutcomes.Write(attempt.Outcome) : null,
        signature = transfer.Attempt?.Signature.Value,
        wireTransaction = transfer.Attempt?.WireTransaction.ToArray(),
        blockhash = transfer.Attempt?.Blockhash,
        lastValidBlockHeight = (decimal?)transfer.Attempt?.LastValidBlockHeight,
        contextSlot = (decimal?)transfer.Attempt?.ContextSlot,
        attemptSignedAt = transfer.Attempt?.SignedAt,
    };

    public static object AnnounceParameters(Transfer transfer, SigningIntent intent, DateTimeOffset now) => new
    {
        id = transfer.Id.Value,
        number = intent.AttemptNumber,
        messageHash = intent.MessageHash,
        keyVersion = intent.KeyVersionName,
        now,
    };
}
