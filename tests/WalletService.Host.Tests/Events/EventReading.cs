using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace WalletService.Host.Tests.Events;

/// <summary>A stream as any client sees it, line by line.</summary>
internal sealed class EventReading : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private EventReading(HttpResponseMessage answer, StreamReader lines)
    {
        this.answer = answer;
        this.lines = lines;
    }

    public string? ContentType => answer.Content.Headers.ContentType?.MediaType;

    /// <summary>Where the stream began, as it said itself.</summary>
    public string Start { get; private set; } = string.Empty;

    public static async Task<EventReading> BeginAsync(HttpResponseMessage answer)
    {
        var reading = new EventReading(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        reading.Start = (await reading.BlockAsync())["id"];
        return reading;
    }

    /// <summary>The next event; heartbeats are passed over.</summary>
    public async Task<StreamedEvent> NextAsync()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            var block = await BlockAsync();
            if (block.TryGetValue("data", out var data))
            {
                return new StreamedEvent(block.GetValueOrDefault("id", string.Empty), block["event"], JsonNode.Parse(data)!);
            }
        }

        throw new TimeoutException("There is no event.");
    }

    /// <summary>The next event that is meant; others are passed over.</summary>
    public async Task<StreamedEvent> NextAsync(Predicate<StreamedEvent> isMeant)
    {
        while (true)
        {
            var item = await NextAsync();
            if (isMeant(item))
            {
                return item;
            }
        }
    }

    public async Task<IReadOnlyList<StreamedEvent>> NextAsync(int count)
    {
        var events = new List<StreamedEvent>();
        while (events.Count < count)
        {
            events.Add(await NextAsync());
        }

        return events;
    }

    /// <summary>The fields up to the next empty line; a comment is the field without a name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> BlockAsync()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await lines.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0)
            {
                return fields;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            fields.Add(line[..colon], line[(colon + 2)..]);
        }

        throw new EndOfStreamException();
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}

internal sealed record StreamedEvent(string Id, string Name, JsonNode Json)
{
    public long Number => long.Parse(Id, CultureInfo.InvariantCulture);

    public string? WalletId => Json["walletId"]?.GetValue<string>();
}
