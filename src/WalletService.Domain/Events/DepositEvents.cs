using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Deposits;

namespace WalletService.Domain.Events;

/// <summary>What came into a wallet, and how its books stand.</summary>
public static class DepositEvents
{
    private static readonly EventKind<DepositEventData> Detected =
        new(EventTopics.Portfolio, "deposit.detected", DepositEventJson.Default.DepositEventData);

    private static readonly EventKind<DepositEventData> Received =
        new(EventTopics.Portfolio, "deposit.received", DepositEventJson.Default.DepositEventData);

    private static readonly EventKind<DepositEventData> Dropped =
        new(EventTopics.Portfolio, "deposit.dropped", DepositEventJson.Default.DepositEventData);

    private static readonly EventKind<BookedEventData> BalanceSpent =
        new(EventTopics.Portfolio, "balance.spent", DepositEventJson.Default.BookedEventData);

    private static readonly EventKind<BookedEventData> BalanceUnexplained =
        new(EventTopics.Portfolio, "balance.unexplained", DepositEventJson.Default.BookedEventData);

    private static readonly EventKind<DifferenceEventData> ReconciliationDifference =
        new(EventTopics.Portfolio, "reconciliation.difference", DepositEventJson.Default.DifferenceEventData);

    private static readonly EventKind<GapEventData> HistoryGapFound =
        new(EventTopics.Errors, "deposits.gap", DepositEventJson.Default.GapEventData);

    private static readonly EventKind<GapEventData> HistoryGapClosed =
        new(EventTopics.Errors, "deposits.gapClosed", DepositEventJson.Default.GapEventData);

    internal static IReadOnlyList<EventKind> Kinds { get; } =
        [Detected, Received, Dropped, BalanceSpent, BalanceUnexplained, ReconciliationDifference, HistoryGapFound, HistoryGapClosed];

    /// <summary>
    /// <c>deposit.detected</c> (an early notice, which a fork may take back), <c>deposit.received</c> (final) or <c>deposit.dropped</c>
    /// (the early notice is taken back).
    /// </summary>
    public static EventDraft Of(Deposit deposit)
    {
        var kind = deposit.Status switch
        {
            DepositStatus.Detected => Detected,
            DepositStatus.Received => Received,
            DepositStatus.Dropped => Dropped,
        };
        return kind.Tell(new DepositEventData(
            deposit.Id.ToString("D"),
            JsonNamingPolicy.CamelCase.ConvertName(deposit.Status.ToString()),
            deposit.Account.Value,
            deposit.Mint?.Value,
            deposit.Program?.Value,
            deposit.Decimals,
            Text(deposit.Amount),
            deposit.Signature.Value,
            deposit.Slot,
            deposit.BlockTime));
    }

    /// <summary>Something left by a transaction that this service signed for a caller, who sent it.</summary>
    public static EventDraft Spent(LedgerEntry entry) => BalanceSpent.Tell(DataOf(entry));

    /// <summary>A balance changed without a signature of this service.</summary>
    public static EventDraft Unexplained(LedgerEntry entry) => BalanceUnexplained.Tell(DataOf(entry));

    /// <summary>The books and the chain disagree.</summary>
    public static EventDraft Difference(BookDifference difference) => ReconciliationDifference.Tell(new DifferenceEventData(
        difference.Account.Account.Value,
        difference.Account.Mint?.Value,
        Text(difference.Booked),
        Text(difference.OnChain),
        Text(difference.Amount),
        difference.Slot));

    /// <summary>A block is missing on every node, and nothing after it is booked until one has it.</summary>
    public static EventDraft Gap(BooksPosition position, HistoryGap gap) =>
        HistoryGapFound.Tell(new GapEventData(EventSeverities.Critical, position.Slot, gap.Slot, gap.Reason));

    /// <summary>The missing block was found and booked.</summary>
    public static EventDraft GapClosed(BooksPosition position, ulong missingSlot) =>
        HistoryGapClosed.Tell(new GapEventData(EventSeverities.Info, position.Slot, missingSlot, Reason: null));

    private static BookedEventData DataOf(LedgerEntry entry) => new(
        entry.Account.Account.Value, entry.Account.Mint?.Value, Text(entry.Amount), entry.Signature?.Value, entry.Slot);

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(format: null, CultureInfo.InvariantCulture);
}

/// <summary>The data of <c>deposit.detected</c>, <c>deposit.received</c> and <c>deposit.dropped</c>.</summary>
/// <param name="DepositId">The same in all events of one deposit.</param>
/// <param name="Status"><c>detected</c>, <c>received</c> or <c>dropped</c>.</param>
/// <param name="Account">The wallet's address for SOL, the token account for tokens.</param>
/// <param name="Mint">Null for SOL.</param>
/// <param name="Program">The token program's address; null for SOL.</param>
/// <param name="Amount">Lamports or base units; integer as text.</param>
internal sealed record DepositEventData(
    string DepositId,
    string Status,
    string Account,
    string? Mint,
    string? Program,
    int Decimals,
    string Amount,
    string Signature,
    ulong Slot,
    DateTimeOffset? BlockTime);

/// <summary>The data of <c>balance.spent</c> and <c>balance.unexplained</c>.</summary>
/// <param name="Amount">Lamports or base units; integer as text, negative for what went out.</param>
/// <param name="Signature">Null when no transaction tells it.</param>
internal sealed record BookedEventData(string Account, string? Mint, string Amount, string? Signature, ulong Slot);

/// <summary>The data of <c>reconciliation.difference</c>.</summary>
/// <param name="Booked">By the books; integer as text, like the others.</param>
/// <param name="Difference">On chain less booked.</param>
internal sealed record DifferenceEventData(string Account, string? Mint, string Booked, string OnChain, string Difference, ulong Slot);

/// <summary>The data of <c>deposits.gap</c> and <c>deposits.gapClosed</c>.</summary>
/// <param name="BookedSlot">The last block that is in the books.</param>
/// <param name="Reason">Null when the gap is closed.</param>
internal sealed record GapEventData(string Severity, ulong BookedSlot, ulong MissingSlot, string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DepositEventData))]
[JsonSerializable(typeof(BookedEventData))]
[JsonSerializable(typeof(DifferenceEventData))]
[JsonSerializable(typeof(GapEventData))]
internal sealed partial class DepositEventJson : JsonSerializerContext;
