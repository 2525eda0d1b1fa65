using WalletService.Domain.Deposits;

namespace WalletService.Host.Deposits;

/// <summary>Runs the scanner and the reconciliation for as long as the process lives, if they are wanted.</summary>
public sealed class DepositService(DepositScanner scanner, Reconciler reconciler, DepositOptions options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Enabled
        ? Task.WhenAll(scanner.RunAsync(stoppingToken), reconciler.RunAsync(stoppingToken))
        : Task.CompletedTask;
}
