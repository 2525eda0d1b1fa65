using System.Collections.Concurrent;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;

namespace WalletService.TestKit.Fakes;

/// <summary>Remembers what became of transfers.</summary>
public sealed class RecordedTelemetry : ITransferTelemetry
{
    public ConcurrentQueue<(TransferStatus From, TransferStatus To)> Moves { get; } = new();

    public ConcurrentQueue<Exception> Delays { get; } = new();

    public ConcurrentQueue<SendOutcome> Sends { get; } = new();

    public void Moved(Transfer before, Transfer after) => Moves.Enqueue((before.Status, after.Status));

    public void StepDelayed(Transfer transfer, Exception reason) => Delays.Enqueue(reason);

    public void Sent(Transfer transfer, SendOutcome outcome) => Sends.Enqueue(outcome);

    public void Signed(Transfer transfer, TimeSpan duration, bool success)
    {
        // Only the outcome of moves matters to the tests.
    }

    public void RoundFailed(string round, Exception reason) => Delays.Enqueue(reason);
}
