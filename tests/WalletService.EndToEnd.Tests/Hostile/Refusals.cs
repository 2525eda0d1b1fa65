using System.Globalization;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>How much one of the service's counters, such as that of refused requests, has risen.</summary>
internal sealed class Refusals
{
    private readonly WalletServiceStack stack;
    private readonly string metric;
    private readonly string label;
    private double before;

    private Refusals(WalletServiceStack stack, string metric, string label)
    {
        this.stack = stack;
        this.metric = metric;
        this.label = label;
    }

    /// <summary>Requests that end with this code, from now on.</summary>
    public static Task<Refusals> CountAsync(WalletServiceStack stack, string code) => OfAsync(stack, "wallet_requests_total", code);

    /// <summary>A counter from now on: all of its series that have this value for a label, or all without one.</summary>
    public static async Task<Refusals> OfAsync(WalletServiceStack stack, string metric, string? label = null)
    {
        var refusals = new Refusals(stack, metric, label is null ? string.Empty : $"\"{label}\"");
        refusals.before = await refusals.ReadAsync();
        return refusals;
    }

    /// <summary>A reply is sent a moment before it is counted.</summary>
    public Task AtLeastAsync(int count) => Eventually.BecomesTrueAsync(async () => await ReadAsync() - before >= count);

    private async Task<double> ReadAsync()
    {
        using var http = new HttpClient { BaseAddress = stack.Service.BaseUrl };
        var metrics = await http.GetStringAsync("/metrics");
        return metrics.Split('\n')
            .Where(line => line.StartsWith($"{metric}{{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
