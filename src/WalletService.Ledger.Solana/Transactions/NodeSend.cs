using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>What one node made of a transaction sent to it.</summary>
/// <param name="Outcome">In the port's words.</param>
/// <param name="MayHaveTaken">Whether the node may have passed the transaction on.</param>
/// <param name="RoomAfter">Set when the node was not asked, because it has no room: when to ask again.</param>
internal sealed record NodeSend(SendOutcome Outcome, bool MayHaveTaken, TimeSpan? RoomAfter = null)
{
    public static NodeSend Accepted { get; } = new(new SendOutcome.Accepted(), MayHaveTaken: true);

    public static NodeSend AlreadyProcessed { get; } = new(new SendOutcome.AlreadyProcessed(), MayHaveTaken: true);

    /// <summary>The node's simulation refused it, so the node did not pass it on.</summary>
    public static NodeSend Refused(string chainError) => new(new SendOutcome.Refused(chainError), MayHaveTaken: false);

    /// <summary>No word on the transaction itself.</summary>
    public static NodeSend Unknown(string reason, bool mayHaveTaken, TimeSpan? roomAfter = null) =>
        new(new SendOutcome.Unknown(reason), mayHaveTaken, roomAfter);

    /// <summary>
    /// The outcome over several nodes. One that has it is enough: executed, else accepted. A refusal counts only when no node may have
    /// taken the transaction: one that gave no answer may have, and then the refusal may even be its effect. All else is unknown.
    /// </summary>
    public static SendOutcome Combine(IReadOnlyCollection<NodeSend> sends)
    {
        var outcomes = sends.Select(send => send.Outcome).ToList();
        if ((outcomes.Find(outcome => outcome is SendOutcome.AlreadyProcessed) ?? outcomes.Find(outcome => outcome is SendOutcome.Accepted)) is { } had)
        {
            return had;
        }

        var refusal = outcomes.Find(outcome => outcome is SendOutcome.Refused);
        return refusal is not null && !sends.Any(send => send.MayHaveTaken)
            ? refusal
            : new SendOutcome.Unknown(string.Join(' ', outcomes.OfType<SendOutcome.Unknown>().Select(unknown => unknown.Reason)));
    }
}
