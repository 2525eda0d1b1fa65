using WalletService.Domain.Transactions;

namespace WalletService.Host.Transactions;

/// <summary>Runs the tracker for as long as the process lives.</summary>
public sealed class TransferTrackerService(TransferTracker tracker) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => tracker.RunAsync(stoppingToken);
}
