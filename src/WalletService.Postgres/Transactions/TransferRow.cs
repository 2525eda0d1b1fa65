using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions;

/// <summary>A transfer's row with its newest signed attempt.</summary>
internal sealed record TransferRow
{
    /// <summary>To be selected from <c>transfers</c> with <see cref="NewestAttempt"/>.</summary>
    public const string Columns =
        """
        transfers.id, transfers.wallet_id AS WalletId, transfers.user_id AS UserId, transfers.caller, transfers.kind,
               transfers.key_number AS KeyNumber, transfers.is_sweep AS IsSweep, transfers.recipient,
               transfers.source_account AS SourceAccount, transfers.closes_account AS ClosesAccount,
               transfers.requested_lamports AS RequestedLamports, transfers.memo, transfers.caller_transaction AS CallerTransaction, transfers.declared,
               transfers.batch, transfers.mint, transfers.requested_tokens AS RequestedTokens, transfers.amount_meaning AS AmountMeaning,
               transfers.token_movement AS TokenMovement, transfers.token_balances AS TokenBalances, transfers.policy,
               transfers.idempotency_key AS IdempotencyKey,
               transfers.fingerprint, transfers.status, transfers.version, transfers.deadline,
               transfers.lamports, transfers.fee, transfers.compute_unit_limit AS ComputeUnitLimit,
               transfers.compute_unit_price AS ComputeUnitPrice, transfers.data_size_limit AS DataSizeLimit,
               transfers.execution_slot AS ExecutionSlot, transfers.block_time AS BlockTime, transfers.chain_error AS ChainError,
               transfers.charged_fee AS ChargedFee, transfers.source_before AS SourceBefore, transfers.source_after AS SourceAfter,
               transfers.recipient_before AS RecipientBefore, transfers.recipient_after AS RecipientAfter,
               transfers.error, transfers.received_at AS ReceivedAt, transfers.ready_at AS ReadyAt, transfers.signed_at AS SignedAt,
               transfers.submitted_at AS SubmittedAt, transfers.confirmed_at AS ConfirmedAt, transfers.ended_at AS EndedAt,
               transfers.trace_parent AS TraceParent,
               attempt.number AS AttemptNumber, attempt.signature, attempt.wire_transaction AS WireTransaction, attempt.blockhash,
               attempt.last_valid_block_height AS LastValidBlockHeight, attempt.context_slot AS ContextSlot,
               attempt.outcome AS AttemptOutcome, attempt.signed_at AS AttemptSignedAt
        """;

    public const string NewestAttempt =
        "LEFT JOIN transfer_attempts AS attempt ON attempt.transfer_id = transfers.id AND attempt.number = transfers.attempt_number";

    /// <summary>To be followed by a condition on <c>transfers</c>.</summary>
    public const string Select = $"SELECT {Columns} FROM transfers {NewestAttempt}";

    public Guid Id { get; init; }

    public Guid WalletId { get; init; }

    public string UserId { get; init; } = string.Empty;

    public string Caller { get; init; } = string.Empty;

    public string Kind { get; init; } = string.Empty;

    public int KeyNumber { get; init; } = 1;

    public bool IsSweep { get; init; }

    public string? Recipient { get; init; }

    public string? SourceAccount { get; init; }

    public bool ClosesAccount { get; init; }

    public decimal? RequestedLamports { get; init; }

    public string? Memo { get; init; }

    public byte[]? CallerTransaction { get; init; }

    public string? Declared { get; init; }

    public string? Batch { get; init; }

    public string? Mint { get; init; }

    public string? RequestedTokens { get; init; }

    public string? AmountMeaning { get; init; }

    public string? TokenMovement { get; init; }

    public string? TokenBalances { get; init; }

    public string? Policy { get; init; }

    public string IdempotencyKey { get; init; } = string.Empty;

    public string Fingerprint { get; init; } = string.Empty;

    public string Status { get; init; } = string.Empty;

    public long Version { get; init; }

    public DateTime Deadline { get; init; }

    public decimal? Lamports { get; init; }

    public decimal? Fee { get; init; }

    public long? ComputeUnitLimit { get; init; }

    public decimal? ComputeUnitPrice { get; init; }

    public long? DataSizeLimit { get; init; }

    public decimal? ExecutionSlot { get; init; }

    public DateTime? BlockTime { get; init; }

    public string? ChainError { get; init; }

    public decimal? ChargedFee { get; init; }

    public decimal? SourceBefore { get; init; }

    public decimal? SourceAfter { get; init; }

    public decimal? RecipientBefore { get; init; }

    public decimal? RecipientAfter { get; init; }

    public string? Error { get; init; }

    public DateTime ReceivedAt { get; init; }

    public DateTime? ReadyAt { get; init; }

    public DateTime? SignedAt { get; init; }

    public DateTime? SubmittedAt { get; init; }

    public DateTime? ConfirmedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public string? TraceParent { get; init; }

    public int? AttemptNumber { get; init; }

    public string? Signature { get; init; }

    public byte[]? WireTransaction { get; init; }

    public string? Blockhash { get; init; }

    public decimal? LastValidBlockHeight { get; init; }

    public decimal? ContextSlot { get; init; }

    public string? AttemptOutcome { get; init; }

    public DateTime? AttemptSignedAt { get; init; }

    public Transfer ToTransfer() => new()
    {
        Id = TransactionId.From(Id),
        WalletId = Domain.Values.WalletId.From(WalletId),
        UserId = Domain.Values.UserId.Parse(UserId),
        Caller = CallerId.Restore(Caller),
        Content = Kind switch
        {
            TransferKinds.SolPayment => new TransferContent.SolPayment(SolanaAddress.Parse(Recipient!), ToLamports(RequestedLamports), Memo),
            TransferKinds.TokenPayment when ClosesAccount => new TransferContent.AccountClosing(
                SolanaAddress.Parse(Recipient!), SolanaAddress.Parse(Mint!), SolanaAddress.Parse(SourceAccount!)),
            TransferKinds.TokenPayment => new TransferContent.TokenPayment(
                SolanaAddress.Parse(Recipient!),
                SolanaAddress.Parse(Mint!),
                RequestedTokens is { } tokens ? TokenQuantity.Parse(tokens) : null,
                Enum.Parse<TokenAmountMeaning>(AmountMeaning!),
                Memo)
            {
                SourceAccount = SourceAccount is { } account ? SolanaAddress.Parse(account) : null,
            },
            TransferKinds.Batch => StoredBatches.Read(Batch!, Mint, AmountMeaning, Memo),
            TransferKinds.CallerTransaction => new TransferContent.CallerTransaction(CallerTransaction!)
            {
                Declared = StoredDeclarations.Read(Declared),
            },
            _ => throw new FormatException($"A transfer's kind is not {Kind}."),
        },
        KeyNumber = KeyNumber,
        IsSweep = IsSweep,
        IdempotencyKey = Domain.Values.IdempotencyKey.Parse(IdempotencyKey),
        Fingerprint = RequestFingerprint.Restore(Fingerprint),
        Status = Enum.Parse<TransferStatus>(Status),
        Version = Version,
        Deadline = Deadline.AsUtc(),
        Lamports = ToLamports(Lamports),
        Quote = Fee is { } fee ? ToQuote(fee) : null,
        Token = StoredTokens.ReadMovement(TokenMovement),
        Attempt = AttemptNumber is { } number ? ToAttempt(number) : null,
        Execution = ExecutionSlot is { } slot ? ToExecution((ulong)slot) : null,
        Error = StoredJson.ReadError(Error),
        Policy = StoredPolicies.Read(Policy),
        Times = new TransferTimes
        {
            ReceivedAt = ReceivedAt.AsUtc(),
            ReadyAt = ReadyAt.AsUtc(),
            SignedAt = SignedAt.AsUtc(),
            SubmittedAt = SubmittedAt.AsUtc(),
            ConfirmedAt = ConfirmedAt.AsUtc(),
            EndedAt = EndedAt.AsUtc(),
        },
        TraceParent = TraceParent,
    };

    private static Lamports? ToLamports(decimal? value) => value is { } amount ? new Lamports((ulong)amount) : null;

    private FeeQuote ToQuote(decimal fee) => new(
        new Lamports((ulong)fee),
        (uint)ComputeUnitLimit!.Value,
        (ulong)ComputeUnitPrice!.Value,
        DataSizeLimit is { } limit ? (uint)limit : FeeQuote.HighestDataSizeLimit);

    private TransferAttempt ToAttempt(int number) => new()
    {
        Number = number,
        Signature = TransactionSignature.Parse(Signature!),
        WireTransaction = WireTransaction!,
        Blockhash = Blockhash!,
        LastValidBlockHeight = (ulong)LastValidBlockHeight!.Value,
        ContextSlot = (ulong)ContextSlot!.Value,
        Outcome = AttemptOutcomes.Parse(AttemptOutcome!),
        SignedAt = AttemptSignedAt!.Value.AsUtc(),
    };

    private TransferExecution ToExecution(ulong slot) => new()
    {
        Slot = slot,
        BlockTime = BlockTime.AsUtc(),
        ChainError = ChainError,
        Fee = ToLamports(ChargedFee),
        SourceBefore = ToLamports(SourceBefore),
        SourceAfter = ToLamports(SourceAfter),
        RecipientBefore = ToLamports(RecipientBefore),
        RecipientAfter = ToLamports(RecipientAfter),
        Tokens = StoredTokens.ReadBalances(TokenBalances),
    };
}
