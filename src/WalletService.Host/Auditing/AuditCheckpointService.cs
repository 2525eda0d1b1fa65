using WalletService.Domain.Auditing;

namespace WalletService.Host.Auditing;

/// <summary>Makes checkpoints of the audit log for as long as the process lives, if they are wanted.</summary>
public sealed class AuditCheckpointService(AuditCheckpointer checkpointer, AuditOptions options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Checkpoints ? checkpointer.RunAsync(stoppingToken) : Task.CompletedTask;
}
