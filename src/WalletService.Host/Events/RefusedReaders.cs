using System.Net;
using WalletService.Domain.Events;
using WalletService.Messaging.Events;

namespace WalletService.Host.Events;

/// <summary>Tells operators that somebody without a right to it asks for events: once for a crowd of such requests.</summary>
internal sealed class RefusedReaders(ServiceEventQueue events, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long nextTicks;

    /// <param name="reader">Whose token it was; null when it was nobody's.</param>
    /// <param name="client">Where the request came from.</param>
    public void Refused(string? reader, IPAddress? client)
    {
        var now = time.GetUtcNow();
        var next = Interlocked.Read(ref nextTicks);
        if (now.UtcTicks >= next && Interlocked.CompareExchange(ref nextTicks, (now + Interval).UtcTicks, next) == next)
        {
            events.Tell(ErrorEvents.SecurityViolation(
                "events.refused",
                reader is null ? "Events were asked for without a valid token." : "A token was used to ask for another user's events.",
                reader ?? client?.ToString()));
        }
    }
}
