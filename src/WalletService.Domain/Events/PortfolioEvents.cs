using WalletService.Domain.Transactions;

namespace WalletService.Domain.Events;

/// <summary>What changes in what wallets hold.</summary>
public static class PortfolioEvents
{
    private static readonly EventKind<BalanceEventData> BalanceUpdated =
        new(EventTopics.Portfolio, "balance.updated", EventDataJson.Default.BalanceEventData);

    internal static IReadOnlyList<EventKind> Kinds { get; } = [BalanceUpdated];

    /// <summary>A transfer that the chain has executed for good has left this much; nothing when that is not known.</summary>
    internal static IEnumerable<EventDraft> OfExecution(Transfer transfer)
    {
        if (transfer is { Execution: { SourceAfter: { } after } execution, Attempt: { } attempt })
        {
            yield return BalanceUpdated.Tell(new BalanceEventData(
                Mint: null, TokenAccount: null, after.ToString(), execution.Slot, attempt.Signature.Value, transfer.Id.ToString()));
        }
    }
}
