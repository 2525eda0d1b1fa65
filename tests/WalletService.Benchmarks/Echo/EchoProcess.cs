using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Echo;

/// <summary>An echo in a process of its own: this program again, with arguments that only it uses.</summary>
internal static class EchoProcess
{
    public const string Command = "echo";
    public const string Bare = "bare";
    public const string MassTransit = "masstransit";

    private const string ReadyLine = "ready";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Starts the echo and returns once it consumes.</summary>
    public static async Task<ChildProcess> StartAsync(string kind, BrokerAccess broker)
    {
        string[] arguments = [BuiltProgram.PathOf("tests", "WalletService.Benchmarks"), Command, kind];
        var child = ChildProcess.Start("dotnet", arguments, broker.ToEnvironment(), endsWithItsInput: true);
        try
        {
            var line = await child.FirstLineAsync(StartDeadline);
            return line == ReadyLine ? child : throw new InvalidOperationException($"The echo '{kind}' did not start.\n{child.Output}");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the parent is gone.</summary>
    public static Task ServeAsync(string kind) => kind switch
    {
        Bare => BareEcho.ServeAsync(BrokerAccess.FromEnvironment()),
        MassTransit => MassTransitEcho.ServeAsync(BrokerAccess.FromEnvironment()),
        _ => throw new ArgumentException($"There is no echo '{kind}'.", nameof(kind)),
    };

    /// <summary>Tells the parent that the echo consumes, and returns when the parent closes this process's input.</summary>
    public static async Task ReportReadyAndWaitAsync()
    {
        await Console.Out.WriteLineAsync(ReadyLine);
        await Console.Out.FlushAsync();
        await Console.In.ReadToEndAsync();
    }
}
