using System.Text.Json;

namespace WalletService.Cli.Tests;

/// <summary>The tests' own environment has none of the service's settings; what is found with them is shown end to end.</summary>
public sealed class DoctorCommandTests
{
    private readonly CommandLine line = new();

    [Fact]
    public async Task Without_settings_it_says_which_are_missing()
    {
        Assert.Equal(ExitCodes.Refused, await line.RunAsync("doctor"));
        Assert.Contains("✗ settings  Storage:Provider is missing.", line.Output, StringComparison.Ordinal);
        Assert.Contains("-> Give or correct it", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_scripts_it_is_JSON()
    {
        Assert.Equal(ExitCodes.Refused, await line.RunAsync("doctor", "--json"));
        using var report = JsonDocument.Parse(line.Output);
        Assert.False(report.RootElement.GetProperty("isWell").GetBoolean());
        var observation = report.RootElement.GetProperty("observations")[0];
        Assert.Equal(("settings", "Trouble"), (observation.GetProperty("subject").GetString(), observation.GetProperty("state").GetString()));
    }
}
