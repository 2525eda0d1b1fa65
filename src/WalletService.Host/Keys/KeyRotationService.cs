using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Host.Keys;

/// <summary>Goes on with rotations that were begun, and sweeps retired addresses, for as long as the process lives.</summary>
public sealed class KeyRotationService(
    RotateKeyService rotations, AddressSweeper sweeper, ISweepTelemetry telemetry, KeyRotationOptions options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync("rotation", () => rotations.ResumeAsync(time.GetUtcNow() - options.Patience, stoppingToken), stoppingToken);
            await TryAsync("sweep", () => sweeper.StepAsync(stoppingToken), stoppingToken);
            await Task.Delay(options.PollInterval, time, stoppingToken);
        }
    }

    private async Task TryAsync(string round, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            telemetry.RoundFailed(round, exception);
        }
    }
}
