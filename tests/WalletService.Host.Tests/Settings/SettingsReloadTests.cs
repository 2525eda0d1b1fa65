using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Host.Settings;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Settings;

/// <summary>Mounted settings are changed while the service runs.</summary>
public sealed class SettingsReloadTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new("reload");
    private ServiceProcess service = null!;

    public async Task InitializeAsync()
    {
        Write("Limits__ReadsPerUser", "100");
        Write("Serilog__MinimumLevel__Default", "Information");
        service = ServiceProcess.Launch(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Service__SettingsDirectory"] = folder.Path,
            ["Service__SettingsReloadInterval"] = "00:00:00.1",
        });
        await service.AnswersAsync();
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_valid_change_is_taken_up()
    {
        Write("Limits__ReadsPerUser", "50");
        await CountsAsync("accepted", 1);
        await LogsAsync("""
            "Settings":"Limits:ReadsPerUser"
            """);

        // Nothing changes any more, so nothing is taken up again.
        Write("Serilog__MinimumLevel__Default", "Debug");
        await CountsAsync("accepted", 2);
        Assert.DoesNotContain("were not taken up", service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Limits__ReadsPerUser", "-1", "ReadsPerUser")]
    [InlineData("Limits__ReadsPerUser", "many", "Limits:ReadsPerUser can't be read as Double.")]
    [InlineData("Callers__Known__shop__Routes__0", "wallet.balances.*", "which matches none of the service's routes")]
    [InlineData("Callers__Identity", "Required", "Callers:Identity needs a restart.")]
    [InlineData("Anomalies__UnusualFactor", "1", "UnusualFactor")]
    [InlineData("Serilog__MinimumLevel__Default", "Loud", "Serilog:MinimumLevel:Default is one of: Verbose")]
    [InlineData("Transfers__Capacity", "7", "Transfers:Capacity needs a restart.")]
    public async Task A_change_that_is_wrong_or_needs_a_restart_is_refused_and_the_old_settings_stay(string name, string value, string reason)
    {
        var before = File.Exists(Path.Combine(folder.Path, name)) ? await File.ReadAllTextAsync(Path.Combine(folder.Path, name)) : null;
        Write(name, value);

        await CountsAsync("refused", 1);
        await LogsAsync(reason);
        Assert.True((await service.GetAsync("/live")).Body.Contains("live", StringComparison.Ordinal));

        // Put right again, other changes are taken up.
        Restore(name, before);
        Write("Limits__ReadsPerCaller", "77");
        await CountsAsync("accepted", 1);
    }

    [Fact]
    public void The_document_lists_what_is_taken_up()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSettingsReload();
        using var services = builder.Services.BuildServiceProvider();
        var documented = MarkdownTable.Read(File.ReadAllText(RepositoryRoot.PathOf("docs", "configuration.md")))
            .Single(table => table.Columns[0] == "taken up without a restart")
            .Rows.Select(row => MarkdownTable.FirstCode(row[0]));

        Assert.Equal(services.GetServices<ReloadableSection>().Select(section => section.Name), documented);
    }

    /// <summary>As Kubernetes does it: the whole content at once.</summary>
    private void Write(string name, string value)
    {
        var written = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(folder.Path)}-{name}");
        File.WriteAllText(written, value);
        File.Move(written, Path.Combine(folder.Path, name), overwrite: true);
    }

    private void Restore(string name, string? value)
    {
        if (value is null)
        {
            File.Delete(Path.Combine(folder.Path, name));
        }
        else
        {
            Write(name, value);
        }
    }

    /// <summary>The service's output comes by a pipe, and later than an answer by HTTP may.</summary>
    private Task LogsAsync(string text) => Eventually.BecomesTrueAsync(() => service.Log.Contains(text, StringComparison.Ordinal));

    private Task CountsAsync(string outcome, int count) => Eventually.BecomesTrueAsync(async () =>
        (await service.GetAsync("/metrics")).Body.Contains(
            $$"""wallet_settings_reloads_total{outcome="{{outcome}}"} {{count}}""", StringComparison.Ordinal));
}
