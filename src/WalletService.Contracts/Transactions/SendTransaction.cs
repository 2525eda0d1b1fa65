using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Signs a caller's transaction with the wallet's key and sends it, exactly once. Route <see cref="Routes.SendTransaction"/>. Its own
/// blockhash decides how long it can execute, and it is never replaced by another. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SendTransaction
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>
    /// Base64 of a legacy or v0 transaction in Solana's wire format with a recent blockhash; every signature but the wallet's is there.
    /// </summary>
    public required string Transaction { get; init; }

    /// <summary>What it takes from the wallet, at most; needed when a policy says so. A transaction that takes more is refused.</summary>
    public IReadOnlyList<DeclaredOutflow>? Declares { get; init; }

    /// <inheritdoc cref="TransferSol.WaitFor"/>
    public string? WaitFor { get; init; }

    /// <inheritdoc cref="TransferSol.WaitMs"/>
    public int? WaitMs { get; init; }

    /// <summary>Idempotency key, unique per user: the same request again returns the same transaction.</summary>
    public string? RequestId { get; init; }
}

/// <inheritdoc cref="SendTransaction"/>
public sealed record SendTransactionReply : Reply<TransferDetails>;
