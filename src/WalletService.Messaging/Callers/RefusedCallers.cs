using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Messaging.Events;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Callers;

/// <summary>
/// Counts every request that was refused for who sent it, tells operators and writes it into the audit log: once a minute for each caller
/// and reason, so that a crowd of such requests floods nobody.
/// </summary>
internal sealed class RefusedCallers(ServiceEventQueue events, IAuditTrail audit, TimeProvider time, ILogger<RefusedCallers> logger)
{
    /// <summary>Names come from the broker's users and from tokens, which are few; a bound all the same.</summary>
    private const int MostRemembered = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly Meter Meter = new("WalletService");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "wallet_callers_refused", description: "Requests refused for who sent them, by reason.");

    private readonly ConcurrentDictionary<(string Caller, string Reason), DateTimeOffset> told = new();

    /// <param name="refusal">Has the code <c>UNAUTHORIZED_CALLER</c>.</param>
    public void Note(RequestDelivery delivery, WalletError refusal)
    {
        var reason = refusal.Details["reason"];
        var caller = delivery.Origin.ClaimedCaller ?? "nobody";
        Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        if (!IsNews(caller, reason))
        {
            return;
        }

        var route = delivery.Route?.Name ?? "unknown";
        logger.CallerRefused(caller, route, reason);
        events.Tell(ErrorEvents.SecurityViolation("caller.refused", $"A request for the route {route} was refused: {reason}.", caller));
        _ = RecordAsync(caller, route, reason);
    }

    /// <summary>Beside the reply, which does not wait for a database that may be away.</summary>
    private async Task RecordAsync(string caller, string route, string reason)
    {
        try
        {
            var details = new Dictionary<string, string>(StringComparer.Ordinal) { ["caller"] = caller, ["route"] = route, ["reason"] = reason };
            await audit.RecordAsync(new AuditDraft(AuditActions.CallerRefused, TransactionId: null, details), CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.RefusalNotAudited(exception, caller);
        }
    }

    private bool IsNews(string caller, string reason)
    {
        var now = time.GetUtcNow();
        if (told.TryGetValue((caller, reason), out var before) && now - before < Interval)
        {
            return false;
        }

        if (told.Count >= MostRemembered)
        {
            told.Clear();
        }

        told[(caller, reason)] = now;
        return true;
    }
}
