using WalletService.Chaos.Parts;

namespace WalletService.Chaos.Faults;

/// <summary>Kills, hangs and restarts processes.</summary>
internal sealed class ProcessFaults(CampaignParts parts)
{
    public async Task StrikeAsync(PlannedFault fault, CancellationToken timeIsUp)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillBroker:
                await parts.RabbitMq.KillAsync();
                await fault.LastsAsync(timeIsUp);
                await parts.RabbitMq.StartAgainAsync();
                break;
            case FaultKind.KillRedis:
                await parts.Redis.KillAsync();
                await fault.LastsAsync(timeIsUp);
                await parts.Redis.StartAgainAsync();
                break;
            case FaultKind.HangRedis:
                parts.Redis.Freeze();
                await fault.LastsAsync(timeIsUp);
                parts.Redis.Thaw();
                break;
            case FaultKind.KillPostgres:
                await parts.Postgres.KillAsync();
                await fault.LastsAsync(timeIsUp);
                await parts.Postgres.StartAgainAsync();
                break;
            default:
                await StrikeServiceAsync(parts.Services[fault.Instance], fault, timeIsUp);
                break;
        }
    }

    private static async Task StrikeServiceAsync(ServiceInstance service, PlannedFault fault, CancellationToken timeIsUp)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillService:
                await service.KillAsync();
                await fault.LastsAsync(timeIsUp);
                await service.UpAgainAsync();
                break;
            case FaultKind.StopService:
                await service.StopAsync();
                await fault.LastsAsync(timeIsUp);
                await service.UpAgainAsync();
                break;
            case FaultKind.PauseService:
                await service.PauseAsync();
                await fault.LastsAsync(timeIsUp);
                await service.ContinueAsync();
                break;
            default:
                throw new InvalidOperationException($"{fault.Kind} strikes no process.");
        }
    }
}
