using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>What an operator does with a database that was restored from a backup, while no instance of the service uses it.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; every
/// method may be repeated with the same arguments.
/// </remarks>
public interface IRestoreStore
{
    /// <summary>Whether the database is another one than was accepted last. The service refuses it then.</summary>
    Task<bool> IsRestoredAsync(CancellationToken cancellationToken);

    /// <summary>When the database last wrote something down, by the service's clock: the backup is not older. Null when it never did.</summary>
    Task<DateTimeOffset?> ReadNewestTimeAsync(CancellationToken cancellationToken);

    /// <summary>Every transfer that may still be signed or signed anew.</summary>
    Task<IReadOnlyList<OpenTransfer>> ReadOpenAsync(CancellationToken cancellationToken);

    /// <summary>Which of the transactions the database knows, as a transfer's or from its books.</summary>
    Task<IReadOnlySet<TransactionSignature>> FindKnownAsync(IReadOnlyCollection<TransactionSignature> signatures, CancellationToken cancellationToken);

    /// <summary>Which of the messages, by their hashes, were signed for callers by requests that the database knows.</summary>
    Task<IReadOnlySet<string>> FindSignedForCallersAsync(IReadOnlyCollection<string> messageHashes, CancellationToken cancellationToken);

    /// <summary>Makes a transaction the newest signed attempt of the transfer that it carried out, which then goes on to its end by the chain's word.</summary>
    /// <returns>False when the transfer has ended, or the transaction pays no token and the transfer does.</returns>
    Task<bool> AdoptAsync(TransactionId transfer, ExecutedTransaction transaction, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the record of a request that the database has lost, with the transaction that carried it out: the request's key is used from
    /// then on, and the same request again finds the record.
    /// </summary>
    /// <returns>False when the database knows the request's key or the transaction already.</returns>
    Task<bool> RecordAsync(Transfer lost, ExecutedTransaction transaction, string by, CancellationToken cancellationToken);

    /// <summary>Keeps every instance from working on the transfer until it is released.</summary>
    Task HoldAsync(TransactionId transfer, string by, CancellationToken cancellationToken);

    /// <summary>Lets instances work on a held transfer again. False when it is not held.</summary>
    Task<bool> ReleaseAsync(TransactionId transfer, string by, CancellationToken cancellationToken);

    /// <summary>Every batch whose payments are not all transfers yet.</summary>
    Task<IReadOnlyList<OpenBatch>> ReadOpenBatchesAsync(CancellationToken cancellationToken);

    /// <summary>Keeps every instance from working on the batch until it is released.</summary>
    Task HoldBatchAsync(BatchId batch, string by, CancellationToken cancellationToken);

    /// <summary>Lets instances work on a held batch again. False when it is not held.</summary>
    Task<bool> ReleaseBatchAsync(BatchId batch, string by, CancellationToken cancellationToken);

    /// <summary>Says that the database may be used: from now on it is the one that the service knows.</summary>
    Task AcceptAsync(string by, string reason, CancellationToken cancellationToken);
}
