using System.Runtime.CompilerServices;
using WalletService.Domain.Values;

namespace WalletService.Simulation;

/// <summary>What happened, in order. Kept only when asked for, because most runs have nothing to tell.</summary>
internal sealed class Story(bool isKept)
{
    private readonly List<(TimeSpan At, TransactionId? Intent, string Text)> events = [];

    public bool IsKept { get; } = isKept;

    /// <summary>The clock of the story.</summary>
    public Func<TimeSpan> Clock { get; set; } = () => TimeSpan.Zero;

    /// <param name="intent">The transfer that it is about; null for what concerns all of them.</param>
    /// <param name="text">Not even put together when nobody wants to know.</param>
    public void Tell(TransactionId? intent, [InterpolatedStringHandlerArgument("")] ref StoryText text)
    {
        if (IsKept)
        {
            events.Add((Clock(), intent, text.ToText()));
        }
    }

    public void Tell([InterpolatedStringHandlerArgument("")] ref StoryText text) => Tell(intent: null, ref text);

    /// <summary>The lines that concern these transfers; all of them when none is named.</summary>
    public IEnumerable<string> Lines(IReadOnlyCollection<TransactionId> intents) => events
        .Where(entry => intents.Count == 0 || entry.Intent is null || intents.Contains(entry.Intent))
        .Select(entry => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{entry.At.TotalSeconds,9:0.0000}  {entry.Intent?.ToString() ?? "-",-36}  {entry.Text}"));
}

/// <summary>The text of an event.</summary>
[InterpolatedStringHandler]
internal ref struct StoryText
{
    private DefaultInterpolatedStringHandler inner;

    public StoryText(int literalLength, int formattedCount, Story story, out bool isWanted)
    {
        isWanted = story.IsKept;
        inner = isWanted
            ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture)
            : default;
    }

    public void AppendLiteral(string value) => inner.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => inner.AppendFormatted(value);

    public string ToText() => inner.ToStringAndClear();
}
