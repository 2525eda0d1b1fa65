using System.Globalization;
using System.Text.Json;

namespace WalletService.TestKit.Servers;

/// <summary>A Prometheus of one's own, from Debian's package: scrapes one service every half second and evaluates rules as often.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;
    private readonly HttpClient http;

    private PrometheusServer(TemporaryFolder folder, ChildProcess process, HttpClient http)
    {
        this.folder = folder;
        this.process = process;
        this.http = http;
    }

    /// <param name="job">The job's name, as the rules ask for it.</param>
    /// <param name="target">The service, whose <c>/metrics</c> is scraped.</param>
    /// <param name="rules">The text of each file of rules.</param>
    public static async Task<PrometheusServer> StartAsync(string job, Uri target, IEnumerable<string> rules)
    {
        var files = new TemporaryFolder("prometheus");
        foreach (var (index, text) in rules.Index())
        {
            await File.WriteAllTextAsync(files.PathOf(string.Create(CultureInfo.InvariantCulture, $"rules-{index}.yaml")), text);
        }

        await File.WriteAllTextAsync(files.PathOf("prometheus.yaml"), $"""
            global:
              scrape_interval: 500ms
              scrape_timeout: 500ms
              evaluation_interval: 500ms
            rule_files:
              - rules-*.yaml
            scrape_configs:
              - job_name: {job}
                static_configs:
                  - targets: ["{target.Authority}"]
            """);
        var address = $"127.0.0.1:{FreePort.Next()}";
        var started = ChildProcess.Start("prometheus", [
            $"--config.file={files.PathOf("prometheus.yaml")}", $"--storage.tsdb.path={files.PathOf("data")}", $"--web.listen-address={address}"]);
        var server = new PrometheusServer(files, started, new HttpClient { BaseAddress = new Uri($"http://{address}/") });
        try
        {
            await started.ReadyWhenAsync(server.IsReadyAsync, StartDeadline);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The alerts that fire now.</summary>
    public async Task<IReadOnlyList<FiringAlert>> FiringAsync()
    {
        var answer = await GetAsync("api/v1/alerts");
        return [.. answer.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").GetString() == "firing")
            .Select(alert => new FiringAlert(
                alert.GetProperty("labels").GetProperty("alertname").GetString()!,
                alert.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!, StringComparer.Ordinal)))];
    }

    /// <summary>An alert that fires now with the labels given; null when none does.</summary>
    public async Task<FiringAlert?> FindFiringAsync(string alert, params (string Name, string Value)[] labels) => (await FiringAsync()).FirstOrDefault(
        firing => firing.Name == alert && labels.All(label => firing.Labels.GetValueOrDefault(label.Name) == label.Value));

    /// <summary>How many series a query gives now.</summary>
    /// <exception cref="InvalidOperationException">Prometheus does not take it.</exception>
    public async Task<int> CountAsync(string query)
    {
        var answer = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(query)}");
        return answer.GetProperty("status").GetString() == "success"
            ? answer.GetProperty("data").GetProperty("result").GetArrayLength()
            : throw new InvalidOperationException($"{query}: {answer.GetProperty("error").GetString()}");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>An alert that fires.</summary>
public sealed record FiringAlert(string Name, IReadOnlyDictionary<string, string> Labels)
{
    public string Severity => Labels["severity"];
}
