using System.Net;
using WalletService.Deployment.Tests.Manifests;
using WalletService.TestKit.Fixtures;

namespace WalletService.Deployment.Tests.Images;

/// <summary>
/// What of the image can be shown without a container engine: the published service runs as an ordinary user without privileges, on a
/// read-only file system, with the manifests' settings.
/// </summary>
public sealed class ImageTests(PublishedService published) : IClassFixture<PublishedService>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Nothing_but_tmp_can_be_written()
    {
        const string attempt = "id -u; touch /mnt/a || echo refused; touch /var/a || echo refused; touch /tmp/a && echo written";
        await using var shell = published.Confine(["sh", "-c", attempt], new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(0, await shell.ExitAsync(Deadline));
        Assert.DoesNotContain("\n0\n", $"\n{shell.Output}\n", StringComparison.Ordinal);
        Assert.Equal(2, shell.Output.Split('\n').Count(line => line == "refused"));
        Assert.Contains("written", shell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_serves_confined()
    {
        var address = PublishedService.NewAddress();
        await using var service = published.Start(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address.ToString(),
        });

        await service.ReadyWhenAsync(() => AnswersAsync(address, "/live"), Deadline);
        Assert.Contains("wallet_service_up", await BodyAsync(address, "/metrics"), StringComparison.Ordinal);
        await service.StopAsync(deadline: Deadline);
        Assert.True(service.ExitCode == 0, service.Output);
    }

    /// <summary>As the job of the manifests does it, but for the address of the database.</summary>
    [Fact]
    public async Task It_migrates_confined()
    {
        var server = await SharedServers.PostgresAsync();
        var job = RenderedOverlay.InputsOf("production", "Job");
        Assert.Equal(["Postgres__ConnectionString"], job.Files.Keys);
        var mounted = await published.MountAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Postgres__ConnectionString"] = await server.CreateDatabaseAsync(),
        });
        var variables = With(job.Variables, ("Service__SettingsDirectory", mounted.SeenAt));

        await using var first = published.Start(variables, [.. job.Arguments]);
        Assert.True(await first.ExitAsync(Deadline) == 0, first.Output);
        Assert.Contains("Applied", first.Output, StringComparison.Ordinal);
        await using var again = published.Start(variables, [.. job.Arguments]);
        Assert.True(await again.ExitAsync(Deadline) == 0, again.Output);
        Assert.Contains("The schema is up to date.", again.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// With the settings and files of the rendered manifests, whose servers are nowhere, it starts and is alive, and not ready: no setting
    /// that Production needs is missing, none is refused, and an outage restarts no pod. What is changed in the mounted ConfigMap
    /// reaches the process that runs.
    /// </summary>
    [Theory]
    [InlineData("development")]
    [InlineData("production")]
    public async Task It_starts_with_the_settings_of_the_manifests_and_takes_up_a_change_of_what_is_mounted(string overlay)
    {
        var address = PublishedService.NewAddress();
        var pod = RenderedOverlay.InputsOf(overlay, "Deployment");
        var mounted = await published.MountAsync(pod.Files);
        var variables = With(
            pod.Variables,
            ("ASPNETCORE_URLS", address.ToString()),
            ("Service__SettingsDirectory", mounted.SeenAt),
            ("Service__SettingsReloadInterval", "00:00:00.1"));

        await using var service = published.Start(variables, [.. pod.Arguments]);
        await service.ReadyWhenAsync(() => AnswersAsync(address, "/live"), Deadline);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(address, "/ready"));

        await mounted.HoldAsync(With(pod.Files, ("Limits__TransfersPerUser", "60")));
        await service.ReadyWhenAsync(() => HasTakenUpAsync(address), Deadline);

        await service.StopAsync(deadline: Deadline);
        Assert.True(service.ExitCode == 0, service.Output);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> settings, params (string Name, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            changed[name] = value;
        }

        return changed;
    }

    private static async Task<bool> HasTakenUpAsync(Uri address) =>
        (await BodyAsync(address, "/metrics")).Contains("""wallet_settings_reloads_total{outcome="accepted"} 1""", StringComparison.Ordinal);

    private static async Task<bool> AnswersAsync(Uri address, string path) => await StatusAsync(address, path) == HttpStatusCode.OK;

    private static async Task<HttpStatusCode?> StatusAsync(Uri address, string path)
    {
        using var http = new HttpClient { BaseAddress = address };
        try
        {
            using var answer = await http.GetAsync(path);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<string> BodyAsync(Uri address, string path)
    {
        using var http = new HttpClient { BaseAddress = address };
        return await http.GetStringAsync(path);
    }
}
