using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Auditing;
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
    private const int MostAtOnce = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<EventDraft> drafts = Channel.CreateBounded<EventDraft>(
        new BoundedChannelOptions(MostKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Tell(EventDraft draft) => drafts.Writer.TryWrite(draft);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await drafts.Reader.WaitToReadAsync(stoppingToken))
        {
            // What came while others were written goes together.
            var waiting = new List<EventDraft>();
            while (waiting.Count < MostAtOnce && drafts.Reader.TryRead(out var draft))
            {
                waiting.Add(draft);
            }

            await UntilDoneAsync(waiting, () => RecordAsync(waiting, stoppingToken), stoppingToken);
            await UntilDoneAsync(waiting, () => events.AddAsync(waiting, stoppingToken), stoppingToken);
        }
    }

    private Task RecordAsync(IEnumerable<EventDraft> waiting, CancellationToken cancellationToken) =>
        Task.WhenAll(waiting.Select(ErrorEvents.AuditOf).OfType<AuditDraft>().Select(entry => trail.RecordAsync(entry, cancellationToken)));

    private async Task UntilDoneAsync(List<EventDraft> waiting, Func<Task> write, CancellationToken cancellationToken)
    {
        while (!await TryAsync(waiting, write, cancellationToken))
        {
            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    private async Task<bool> TryAsync(List<EventDraft> waiting, Func<Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing that befalls an event may end the host.
            LogDelay(waiting.Count, waiting[0].Type, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} events, the first of them {Type}, are not written yet: {Reason}")]
    private partial void LogDelay(int count, string type, string reason);
}
