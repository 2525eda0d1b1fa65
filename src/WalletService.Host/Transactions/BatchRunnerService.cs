using WalletService.Domain.Batches;

namespace WalletService.Host.Transactions;

/// <summary>Runs the runner of batches for as long as the process lives.</summary>
public sealed class BatchRunnerService(BatchRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(stoppingToken);
}
