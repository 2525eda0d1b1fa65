using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>
/// Compares wallet after wallet with the finalized chain, some every time, and begins again after the last. What it finds is told and
/// counted; the books are not changed by it. The instance that scans does it, so that it is done once.
/// </summary>
public sealed class Reconciler(
    IReconciliationBooks books, IHoldingsReader chain, DepositScanner scanner, IDepositTelemetry telemetry, DepositOptions options, TimeProvider time)
{
    private static readonly TimeSpan PatienceWithTheBooks = TimeSpan.FromMilliseconds(500);
    private const int MostTries = 20;

    private WalletId? last;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (options.ReconciliationBatch > 0)
            {
                await Task.Delay(options.ReconciliationInterval, time, cancellationToken);
                if (scanner.HasTurn)
                {
                    await TryCompareNextAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Compares the next wallets; null when there are none, or the books stand still.</summary>
    public async Task<Comparison?> CompareNextAsync(CancellationToken cancellationToken)
    {
        var wallets = await books.NextWalletsAsync(last, options.ReconciliationBatch, cancellationToken);
        var ids = wallets.Select(wallet => wallet.Id).Distinct().ToArray();
        last = ids.Length == options.ReconciliationBatch ? ids[^1] : null;
        if (wallets.Count == 0)
        {
            return null;
        }

        var seen = await chain.ReadAsync(wallets, cancellationToken);
        for (var tries = 0; tries < MostTries; tries++)
        {
            // The books are a moment behind the chain: they are waited for, because only an equal slot can be compared.
            if (await books.CompareAsync(seen, view => Comparer.Compare(seen, view), cancellationToken) is { } comparison)
            {
                telemetry.Compared(ids.Length, await books.CountDifferencesAsync(cancellationToken));
                return comparison;
            }

            await Task.Delay(PatienceWithTheBooks, time, cancellationToken);
        }

        return null;
    }

    private async Task TryCompareNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CompareNextAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            telemetry.RoundFailed("reconciliation", exception);
        }
    }
}
