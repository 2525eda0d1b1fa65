using MassTransit;
using WalletService.Domain.Tracing;

namespace WalletService.Messaging.Wire;

/// <summary>Hands the trace on to whoever gets a message.</summary>
internal static class TraceHeaders
{
    /// <param name="traceParent">W3C; null when there is none to be handed on.</param>
    public static void SetTraceParent(this SendHeaders headers, string? traceParent)
    {
        if (traceParent is not null)
        {
            headers.Set(Traces.Header, traceParent);
        }
    }
}
