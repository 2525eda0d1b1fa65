using System.Diagnostics.Metrics;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>How many replies were refused since it was made.</summary>
internal sealed class ReplyCount : IDisposable
{
    private readonly MeterListener listener = new();
    private long replies;

    public ReplyCount()
    {
        listener.InstrumentPublished = (instrument, observer) =>
        {
            if (instrument.Name == "wallet_replies_refused")
            {
                observer.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref replies, count));
        listener.Start();
    }

    public long Replies => Interlocked.Read(ref replies);

    public void Dispose() => listener.Dispose();
}
