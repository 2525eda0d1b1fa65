using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace WalletService.TestKit.Servers;

/// <summary>The local Solana network of <c>tests/localnet</c>, run by Node; its chain lives as long as the process.</summary>
public sealed class LocalnetProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly HttpClient ControlClient = new();

    private readonly string[] _options;
    private ChildProcess _process;
    private Addresses _addresses;

    private LocalnetProcess(string[] options, ChildProcess process, Addresses addresses)
    {
        _options = options;
        _process = process;
        _addresses = addresses;
    }

    /// <summary>The JSON-RPC address.</summary>
    public Uri RpcUrl => _addresses.RpcUrl;

    /// <summary>The PubSub address.</summary>
    public Uri WebSocketUrl => _addresses.WebSocketUrl;

    /// <summary>Where the controls of <see cref="ControlAsync"/> are.</summary>
    public Uri ControlUrl => _addresses.ControlUrl;

    /// <summary>The JSON-RPC and PubSub addresses of all nodes; the first are those above.</summary>
    public IReadOnlyList<(Uri RpcUrl, Uri WebSocketUrl)> Nodes => [.. _addresses.Nodes.Select(node => (node.RpcUrl, node.WebSocketUrl))];

    /// <summary>The last lines the network wrote.</summary>
    public string Log => _process.Output;

    /// <summary>Starts a network of its own.</summary>
    /// <param name="slotMilliseconds">Time per slot; 0 stops the clock, and slots are then made by <c>advance</c>.</param>
    /// <param name="options">Further options of the program, see its README.</param>
    public static async Task<LocalnetProcess> StartAsync(int slotMilliseconds = 50, params string[] options)
    {
        string[] all = ["--slot-ms", slotMilliseconds.ToString(CultureInfo.InvariantCulture), .. options];
        var (process, addresses) = await RunAsync(port: 0, all);
        return new LocalnetProcess(all, process, addresses);
    }

    /// <summary>Kills the network as a crash would.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops the network in an orderly way.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>Starts the network again on the same port; the chain begins anew unless an option names a state file.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        (_process, _addresses) = await RunAsync(RpcUrl.Port, _options);
    }

    /// <summary>Makes the network hang with its connections open, until <see cref="Thaw"/>.</summary>
    public void Freeze() => _process.Send(ProcessSignal.Stop);

    /// <summary>Ends what <see cref="Freeze"/> began.</summary>
    public void Thaw() => _process.Send(ProcessSignal.Continue);

    /// <summary>Uses one of the network's controls (<c>advance</c>, <c>drop</c>, <c>reset-faults</c>, <c>state</c>, ...).</summary>
    /// <returns>The control's answer.</returns>
    public async Task<JsonElement> ControlAsync(string control, object? arguments = null)
    {
        var address = new Uri($"{ControlUrl.AbsoluteUri.TrimEnd('/')}/{control}");
        using var answer = await ControlClient.PostAsJsonAsync(address, arguments ?? new { });
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The localnet refused {control}: {(int)answer.StatusCode} {body}");
        }

        return string.IsNullOrWhiteSpace(body) ? default : JsonElement.Parse(body);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<(ChildProcess Process, Addresses Addresses)> RunAsync(int port, string[] options)
    {
        var folder = RepositoryRoot.PathOf("tests", "localnet");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("The localnet's packages are missing: run 'npm ci' in tests/localnet, or './dev setup'.");
        }

        string[] arguments = [Path.Combine(folder, "src", "main.mjs"), "--port", $"{port}", "--exit-with-parent", .. options];
        var process = ChildProcess.Start("node", arguments, endsWithItsInput: true);
        try
        {
            var line = await process.FirstLineAsync(StartDeadline);
            return (process, JsonSerializer.Deserialize<Addresses>(line, JsonSerializerOptions.Web)!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private sealed record Addresses(Uri RpcUrl, Uri WebSocketUrl, Uri ControlUrl, IReadOnlyList<NodeAddresses> Nodes);

    private sealed record NodeAddresses(Uri RpcUrl, Uri WebSocketUrl);
}
