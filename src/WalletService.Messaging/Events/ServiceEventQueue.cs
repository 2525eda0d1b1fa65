using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;

namespace WalletService.Messaging.Events;

/// <summary>
/// Writes events of the service itself beside whoever tells them, who must not wait for a database. While that is away they are kept,
/// the newest of them, and written when it is back.
/// </summary>
public sealed partial class ServiceEventQueue(
    IServiceEvents events, IAuditTrail trail, TimeProvider time, ILogger<ServiceEventQueue> logger) : BackgroundService
{
    // Violations are also entries of the audit log, written first: one too many is better than one too few.
    private const int MostKept = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<EventDraft> drafts = Channel.CreateBounded<EventDraft>(
        new BoundedChannelOptions(MostKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Tell(EventDraft draft) => drafts.Writer.TryWrite(draft);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var draft in drafts.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TryAddAsync(draft, stoppingToken))
            {
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task<bool> TryAddAsync(EventDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            if (ErrorEvents.AuditOf(draft) is { } entry)
            {
                await trail.RecordAsync(entry, cancellationToken);
            }

            await events.AddAsync(draft, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing that befalls an event may end the host.
            LogDelay(draft.Type, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The event {Type} is not written yet: {Reason}")]
    private partial void LogDelay(string type, string reason);
}
