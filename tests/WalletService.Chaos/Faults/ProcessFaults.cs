using WalletService.Chaos.Parts;
using WalletService.TestKit.Servers;

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
                await UpAgainAsync(parts.RabbitMq);
                break;
            case FaultKind.KillRedis:
                await parts.Redis.KillAsync();
                await fault.LastsAsync(timeIsUp);
                await UpAgainAsync(parts.Redis);
                break;
            case FaultKind.HangRedis:
                parts.Redis.Freeze();
                await fault.LastsAsync(timeIsUp);
                parts.Redis.Thaw();
                break;
            case FaultKind.KillPostgres:
                await parts.Postgres.KillAsync();
                await fault.LastsAsync(timeIsUp);
                await UpAgainAsync(parts.Postgres);
                break;
            default:
                await StrikeServiceAsync(parts.Services[fault.Instance], fault, timeIsUp);
                break;
        }
    }

    /// <summary>Starts a server again, twice if need be: on a busy machine it may take longer than a test would wait.</summary>
    private static async Task UpAgainAsync(LoopbackServer server)
    {
        try
        {
            await server.StartAgainAsync();
        }
        catch (InvalidOperationException)
        {
            await server.KillAsync();
            await server.StartAgainAsync();
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
