using System.Globalization;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>What the service's metrics say of the requests that it has refused with one code.</summary>
internal sealed class Refusals(WalletServiceStack stack, string code)
{
    private double before;

    public static async Task<Refusals> CountAsync(WalletServiceStack stack, string code)
    {
        var refusals = new Refusals(stack, code);
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
            .Where(line => line.StartsWith("wallet_requests_total{", StringComparison.Ordinal) && line.Contains($"\"{code}\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
