using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>An intent to have one transaction of a wallet executed, and what has become of it. Changed by conditional updates of the store only.</summary>
public sealed record Transfer
{
    public required TransactionId Id { get; init; }

    public required WalletId WalletId { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The calling service that asked: its freeze and its policy count, whoever carries the transfer out.</summary>
    public required CallerId Caller { get; init; }

    /// <summary>What the caller asked for.</summary>
    public required TransferContent Content { get; init; }

    /// <summary>
    /// Which of the wallet's keys signs it, and so from which of its addresses it pays: <see cref="Management.Wallet.KeyNumber"/> of the
    /// time when it was committed. A rotation of the key does not change it.
    /// </summary>
    public int KeyNumber { get; init; } = 1;

    /// <summary>
    /// The service itself moves what one of the wallet's addresses holds to another one of the same wallet. No policy judges it, because
    /// nothing leaves the wallet; a freeze holds it up like any other.
    /// </summary>
    public bool IsSweep { get; init; }

    public required IdempotencyKey IdempotencyKey { get; init; }

    public required RequestFingerprint Fingerprint { get; init; }

    public required TransferStatus Status { get; init; }

    /// <summary>Grows with every change and every new lease; a write with an old version changes nothing.</summary>
    public required long Version { get; init; }

    /// <summary>Nothing is signed for the transfer after it: neither the first transaction nor another one after a proven death.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>
    /// What will leave the wallet beside the fee: decided with <see cref="Quote"/> when the funds were reserved. Of a payment in a token,
    /// the rent of the accounts that it creates.
    /// </summary>
    public Lamports? Lamports { get; init; }

    public FeeQuote? Quote { get; init; }

    /// <summary>The tokens that move: decided and reserved together with <see cref="Lamports"/>. Null for what is not paid in a token.</summary>
    public TokenMovement? Token { get; init; }

    /// <summary>The newest signed transaction; null until there is one.</summary>
    public TransferAttempt? Attempt { get; init; }

    /// <summary>How the chain executed it; null until it did.</summary>
    public TransferExecution? Execution { get; init; }

    /// <summary>Why it was rejected, failed or expired.</summary>
    public WalletError? Error { get; init; }

    /// <summary>By which policies it was accepted, and its approvals; null where there were none and nothing was found out about it.</summary>
    public TransferPolicy? Policy { get; init; }

    public required TransferTimes Times { get; init; }

    /// <summary>The W3C <c>traceparent</c> under which it was asked for, which the work on it continues; null when there was none.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>When the service saw each step (its own clock, UTC).</summary>
public sealed record TransferTimes
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When the transfer reached its end, whichever it was.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What a transfer's transaction will cost the wallet. The limits and the price are zero for one that the caller has built.</summary>
/// <param name="Fee">Base fee and priority fee, charged whether it succeeds or fails; zero when another account pays.</param>
/// <param name="ComputeUnitLimit">Compute units requested, from a simulation with a margin.</param>
/// <param name="ComputeUnitPrice">Micro-lamports per compute unit.</param>
/// <param name="DataSizeLimit">Most bytes of account data that the transaction may load, from a simulation with a margin.</param>
public sealed record FeeQuote(
    Lamports Fee, uint ComputeUnitLimit, ulong ComputeUnitPrice, uint DataSizeLimit = FeeQuote.HighestDataSizeLimit)
{
    /// <summary>The runtime's default, and highest, limit of the account data that a transaction loads: 64 MiB.</summary>
    public const uint HighestDataSizeLimit = 64 * 1024 * 1024;

    /// <summary>The runtime charges for loaded account data by pages of 32 KiB.</summary>
    public const uint DataPage = 32 * 1024;
}

/// <summary>A transaction that was signed for a transfer. It may execute until it is proven dead.</summary>
public sealed record TransferAttempt
{
    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    public required TransactionSignature Signature { get; init; }

    /// <summary>The signed transaction in Solana's wire format; the only bytes that are ever sent for this attempt.</summary>
    public required ReadOnlyMemory<byte> WireTransaction { get; init; }

    /// <summary>Base58.</summary>
    public required string Blockhash { get; init; }

    /// <summary>The last block height at which the blockhash is valid.</summary>
    public required ulong LastValidBlockHeight { get; init; }

    /// <summary>The slot from which the node answered when it gave the blockhash.</summary>
    public required ulong ContextSlot { get; init; }

    public required AttemptOutcome Outcome { get; init; }

    public required DateTimeOffset SignedAt { get; init; }
}

public enum AttemptOutcome
{
    /// <summary>May be executed.</summary>
    Live,

    /// <summary>Was executed, with or without an error.</summary>
    Landed,

    /// <summary>Proven never to be executed.</summary>
    Dead,
}

/// <summary>How the chain executed a transaction.</summary>
public sealed record TransferExecution
{
    public required ulong Slot { get; init; }

    /// <summary>The block's time by the cluster's clock; null when the node does not know it.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>The chain's error as the node's JSON; null when it succeeded.</summary>
    public string? ChainError { get; init; }

    /// <summary>
    /// What the programs logged on the way to <see cref="ChainError"/>, a line each, the last ones when there are many. It is told in
    /// the transfer's error and not kept beside it.
    /// </summary>
    public string? Logs { get; init; }

    /// <summary>Fee charged; null until the transaction's details were read.</summary>
    public Lamports? Fee { get; init; }

    public Lamports? SourceBefore { get; init; }

    public Lamports? SourceAfter { get; init; }

    public Lamports? RecipientBefore { get; init; }

    public Lamports? RecipientAfter { get; init; }

    /// <summary>The token accounts' balances, when tokens were paid; null until the transaction's details were read.</summary>
    public TokenBalances? Tokens { get; init; }
}

/// <summary>Balances of a payment's token accounts in base units; an account that did not exist had none.</summary>
/// <param name="RecipientBefore">Null, like <paramref name="RecipientAfter"/>, for a payment to several recipients.</param>
public sealed record TokenBalances(ulong SourceBefore, ulong SourceAfter, ulong? RecipientBefore, ulong? RecipientAfter);
