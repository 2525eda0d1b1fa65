using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Instances;

/// <summary>Writes what a process says of its work into the story.</summary>
internal sealed class StoryTelemetry(Realm realm, Story story, Coverage coverage) : ITransferTelemetry
{
    public void Moved(Transfer before, Transfer after) => story.Tell(after.Id, $"{realm.Name} knows of the move to {after.Status}");

    public void StepDelayed(Transfer transfer, Exception reason) =>
        story.Tell(transfer.Id, $"{realm.Name} is delayed in {transfer.Status}: {reason.Message}");

    public void Sent(Transfer transfer, SendOutcome outcome)
    {
        coverage.Count($"send {outcome.GetType().Name}");
        story.Tell(transfer.Id, $"{realm.Name} sent attempt {transfer.Attempt?.Number}: {outcome}");
    }

    public void Signed(Transfer transfer, TimeSpan duration, bool success) =>
        story.Tell(transfer.Id, $"{realm.Name} had it signed in {duration.TotalMilliseconds} ms: {success}");

    public void RoundFailed(string round, Exception reason) => story.Tell($"{realm.Name} failed in round {round}: {reason.Message}");
}
