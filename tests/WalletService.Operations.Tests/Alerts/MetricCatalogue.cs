using System.Text.RegularExpressions;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Alerts;

/// <summary>The metrics of <c>docs/operations/metrics.md</c> with their labels, to hold queries against.</summary>
internal sealed partial class MetricCatalogue
{
    /// <summary>What Prometheus adds to every series, and what makes up a histogram.</summary>
    private static readonly string[] CommonLabels = ["job", "instance", "le"];

    private static readonly string[] HistogramParts = ["_bucket", "_sum", "_count"];

    /// <summary>Series of others: Prometheus itself, RabbitMQ's own exporter, and the runtime, whose names .NET documents.</summary>
    private static readonly Dictionary<string, string[]> Foreign = new(StringComparer.Ordinal)
    {
        ["up"] = [],
        ["rabbitmq_queue_messages_ready"] = ["queue"],
        ["rabbitmq_queue_messages_unacked"] = ["queue"],
        ["rabbitmq_queue_consumers"] = ["queue"],
        ["dotnet_process_memory_working_set_bytes"] = [],
        ["dotnet_process_cpu_time_seconds_total"] = ["cpu_mode"],
        ["dotnet_gc_last_collection_heap_size_bytes"] = ["gc_heap_generation"],
        ["dotnet_gc_pause_time_seconds_total"] = [],
        ["dotnet_thread_pool_queue_length"] = [],
        ["dotnet_thread_pool_thread_count_current"] = [],
    };

    private readonly Dictionary<string, HashSet<string>> labels;

    private MetricCatalogue(Dictionary<string, HashSet<string>> labels) => this.labels = labels;

    public static MetricCatalogue Read() => Parse(File.ReadAllText(RepositoryRoot.PathOf("docs", "operations", "metrics.md")));

    public static MetricCatalogue Parse(string document)
    {
        var found = Foreign.ToDictionary(entry => entry.Key, entry => entry.Value.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var row in MarkdownTable.Read(document).Where(table => table.Columns is ["metric", "type", "labels", ..]).SelectMany(table => table.Rows))
        {
            var name = MarkdownTable.FirstCode(row[0])!;
            foreach (var series in row[1].StartsWith("histogram", StringComparison.Ordinal) ? HistogramParts.Select(part => name + part) : [name])
            {
                found.TryAdd(series, []);
                found[series].UnionWith(Code().Matches(row[2]).Select(match => match.Groups["text"].Value));
            }
        }

        return new MetricCatalogue(found);
    }

    /// <summary>The series and labels of a PromQL expression that no document knows.</summary>
    public IEnumerable<string> Unknown(string expression)
    {
        foreach (Match match in Selector().Matches(expression))
        {
            var name = match.Groups["name"].Value;
            if (!labels.TryGetValue(name, out var known))
            {
                yield return $"{name} is not documented";
                continue;
            }

            foreach (Match label in Label().Matches(match.Groups["labels"].Value))
            {
                var labelName = label.Groups["name"].Value;
                if (!known.Contains(labelName) && !CommonLabels.Contains(labelName, StringComparer.Ordinal))
                {
                    yield return $"{name} has no label {labelName}";
                }
            }
        }
    }

    /// <summary>The series of an expression that rules record.</summary>
    public static IEnumerable<string> Recorded(string expression) => Record().Matches(expression).Select(match => match.Value);

    /// <summary>A series in an expression; what the service's own rules record (<c>wallet:...</c>) is no metric.</summary>
    [GeneratedRegex(@"(?<![\w:.""])(?<name>(wallet|rabbitmq|dotnet)_\w+|up(?=\{))(\{(?<labels>[^}]*)\})?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"wallet:\w+:\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Record();

    [GeneratedRegex(@"(?<name>\w+)\s*(=~|!~|!=|=)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
