using Spectre.Console;
using WalletService.Client;

namespace WalletService.Quickstart;

/// <summary>
/// Does the main job once: a wallet is made and funded, and pays. With <c>--embedded</c> the service runs in this process, without a
/// broker, a database or a vault; else it is asked over the broker that <c>WalletClient__BrokerUri</c> names.
/// </summary>
public static class QuickstartCommand
{
    private const int Success = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Except(["--embedded", "--once"], StringComparer.Ordinal).Any())
        {
            await Console.Error.WriteLineAsync("usage: WalletService.Quickstart [--embedded [--once]]");
            return WrongUsage;
        }

        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (settings["Solana:RpcUrl"] is not { Length: > 0 } rpcUrl)
        {
            await Console.Error.WriteLineAsync("Solana__RpcUrl is missing: the address of a Solana node whose faucet gives test funds.");
            return WrongUsage;
        }

        return args.Contains("--embedded", StringComparer.Ordinal)
            ? await RunEmbeddedAsync(new Uri(rpcUrl), stopsAfter: args.Contains("--once", StringComparer.Ordinal))
            : await RunAgainstServiceAsync(settings, new Uri(rpcUrl));
    }

    private static async Task<int> RunEmbeddedAsync(Uri rpcUrl, bool stopsAfter)
    {
        await using var service = await EmbeddedService.StartAsync(CancellationToken.None);
        var exitCode = await RunJobAsync(service.Client, rpcUrl);
        if (!stopsAfter)
        {
            AnsiConsole.MarkupLineInterpolated($"\nRunning until Ctrl-C: {service.Address}/health, {service.Address}/metrics");
            await service.WaitForShutdownAsync(CancellationToken.None);
        }

        return exitCode;
    }

    private static async Task<int> RunAgainstServiceAsync(IConfiguration settings, Uri rpcUrl)
    {
        var options = settings.GetSection("WalletClient").Get<WalletClientOptions>() ?? new WalletClientOptions();
        await using var client = await WalletClient.ConnectAsync(options);
        return await RunJobAsync(client, rpcUrl);
    }

    private static async Task<int> RunJobAsync(IWalletClient client, Uri rpcUrl)
    {
        try
        {
            await new MainJob(client, rpcUrl).RunAsync(CancellationToken.None);
            return Success;
        }
        catch (WalletRequestException exception)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{exception.Error.Code}[/] {exception.Error.Message}");
            return Failed;
        }
        catch (TimeoutException exception)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]No answer in time.[/] {exception.Message}");
            return Failed;
        }
    }
}
