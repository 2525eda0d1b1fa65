using WalletService.Domain.Anomalies;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>What was paid before, read without any lock: it is for signals, not for limits.</summary>
public interface IPaymentHistory
{
    /// <param name="payment">Whose history.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<PaymentHistory> ReadAsync(NewPayment payment, CancellationToken cancellationToken);
}

/// <summary>The payment that history is read for.</summary>
/// <param name="Source">The transfer itself, which is no history of its own; null when none is stored.</param>
/// <param name="Movements">What it moves.</param>
/// <param name="RecentSince">Transfers that were received since then are counted.</param>
public sealed record NewPayment(
    UserId UserId, WalletId WalletId, TransactionId? Source, IReadOnlyList<AssetMovement> Movements, DateTimeOffset RecentSince);
