using System.Globalization;
using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

/// <summary>The commands of <c>docs/tutorial.md</c>, as they stand there, against the service: in a folder that looks like a clone in which it runs.</summary>
[Collection(SharedStack.Name)]
public sealed partial class TutorialTests(WalletServiceStack stack) : IDisposable
{
    private const string Start = "./dev run";
    private const string Dashboard = "./dev dashboard";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder clone = new("tutorial");

    public void Dispose() => clone.Dispose();

    [Fact]
    public async Task Every_command_does_what_it_says()
    {
        var commands = Blocks();
        Assert.Equal(Start, commands[0]);
        Assert.Contains(Dashboard, commands);
        await MakeCloneAsync();

        var output = await RunAsync(commands.Where(command => command is not Start and not Dashboard));

        var told = output.Split('\n').Select(line => line.Trim()).ToList();
        Assert.Equal(2, told.Count(line => Regex.IsMatch(line, "^status +confirmed$", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.Matches("(?m)^ *lamports +250000000 *$", output);
        Assert.Matches("(?m)^ *sent +12500000 *$", output);
        Assert.Contains("transaction-events.confirmed", output, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"healthy\"", output, StringComparison.Ordinal);
        Assert.Matches("(?m)^wallet_transfer_moves_total{state=\"signed\"} [1-9]", output);
        await SeeDashboardAsync();
    }

    /// <summary>Prometheus draws the page from what it has read of the service.</summary>
    private async Task SeeDashboardAsync()
    {
        using var http = new HttpClient();
        await using var prometheus = ChildProcess.Start("/bin/bash", ["-c", $"cd '{clone.Path}' && exec {Dashboard}"]);
        await prometheus.ReadyWhenAsync(
            async () =>
            {
                if (DashboardAddress().Match(prometheus.Output) is not { Success: true } address)
                {
                    return false;
                }

                try
                {
                    return PaymentsSigned().IsMatch(await http.GetStringAsync(new Uri(address.Value)));
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Deadline);
        await prometheus.StopAsync();
    }

    private static List<string> Blocks() =>
        [.. Block().Matches(File.ReadAllText(RepositoryRoot.PathOf("docs", "tutorial.md"))).Select(match => match.Groups["commands"].Value.Trim())];

    private async Task<string> RunAsync(IEnumerable<string> commands)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var script = clone.PathOf("tutorial.sh");
        await File.WriteAllTextAsync(script, string.Join('\n', ["set -eu", $"cd '{clone.Path}'", "exec >output 2>&1", .. commands]));
        await using var run = ChildProcess.Start(
            "/bin/bash",
            [script],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["WALLET_CONFIGURATION"] = framework.Parent!.Name });
        var exitCode = await run.ExitAsync(Deadline);
        var output = await File.ReadAllTextAsync(clone.PathOf("output"));
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>This repository, but for what <c>./dev run</c> leaves beside it while it runs.</summary>
    private async Task MakeCloneAsync()
    {
        foreach (var name in (string[])["dev", "docs", "ops", "src", "tests", "global.json"])
        {
            File.CreateSymbolicLink(clone.PathOf(name), RepositoryRoot.PathOf(name));
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WALLETCTL_BROKER_URI"] = stack.BrokerUri.ToString(),
            ["WALLETCTL_USER_NAME"] = RabbitMqServer.UserName,
            ["WALLETCTL_PASSWORD"] = stack.RabbitMq.Password,
            ["SERVICE_URL"] = stack.Service.BaseUrl.ToString().TrimEnd('/'),
            ["SOLANA_RPC_URL"] = stack.Localnet.RpcUrl.ToString().TrimEnd('/'),
            ["SOLANA_CONTROL_URL"] = stack.Localnet.ControlUrl.ToString().TrimEnd('/'),
        };
        Directory.CreateDirectory(clone.PathOf(".run"));
        await File.WriteAllLinesAsync(
            Path.Combine(clone.PathOf(".run"), "environment"),
            environment.Select(variable => string.Create(CultureInfo.InvariantCulture, $"export {variable.Key}='{variable.Value}'")));
    }

    [GeneratedRegex("^```sh\n(?<commands>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("http://127[.]0[.]0[.]1:[0-9]+/consoles/wallet[.]html", RegexOptions.None, 1000)]
    private static partial Regex DashboardAddress();

    [GeneratedRegex("Payments signed<strong>[1-9]", RegexOptions.None, 1000)]
    private static partial Regex PaymentsSigned();
}
