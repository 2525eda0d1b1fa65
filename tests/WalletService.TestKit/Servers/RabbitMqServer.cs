using System.Globalization;

namespace WalletService.TestKit.Servers;

/// <summary>A RabbitMQ broker with one user, who may use every virtual host made here, and those that tests add.</summary>
public sealed class RabbitMqServer : LoopbackServer
{
    /// <summary><c>rabbitmqctl</c> starts a virtual machine of its own, which takes its time when much else runs.</summary>
    private static readonly TimeSpan ControlDeadline = TimeSpan.FromMinutes(3);

    private int _virtualHosts;

    private RabbitMqServer(ServerCertificate? certificate)
        : base("start-rabbitmq", ProcessSignal.Terminate, certificate)
    {
    }

    private RabbitMqServer(int metricsPort)
        : base("start-rabbitmq", ProcessSignal.Terminate, certificate: null, string.Create(CultureInfo.InvariantCulture, $"--metrics={metricsPort}")) =>
        MetricsUrl = new UriBuilder(Uri.UriSchemeHttp, Host, metricsPort).Uri;

    /// <summary>The broker's one user.</summary>
    public static string UserName => "wallet";

    /// <summary>Where Prometheus finds the broker's own metrics; null when it was started without.</summary>
    public Uri? MetricsUrl { get; }

    /// <summary>Starts a broker of its own.</summary>
    /// <param name="certificate">Given, it speaks TLS only.</param>
    public static async Task<RabbitMqServer> StartAsync(ServerCertificate? certificate = null)
    {
        var server = new RabbitMqServer(certificate);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts one with the plugin for its own metrics, of each queue.</summary>
    public static async Task<RabbitMqServer> StartWithMetricsAsync()
    {
        var server = new RabbitMqServer(FreePort.Next());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The address of a virtual host without credentials, as <c>RabbitMq:Uri</c> takes it.</summary>
    public Uri UriTo(string virtualHost) => new($"amqp://{Host}:{Port}/{Uri.EscapeDataString(virtualHost)}");

    /// <summary>Creates an empty virtual host and returns its name.</summary>
    public async Task<string> CreateVirtualHostAsync()
    {
        var virtualHost = $"wallet-{Interlocked.Increment(ref _virtualHosts)}";

        // The broker listens a moment before it takes commands.
        await ControlAsync("await_startup");
        await ControlAsync("add_vhost", virtualHost);
        await ControlAsync("set_permissions", "-p", virtualHost, UserName, ".*", ".*", ".*");
        return virtualHost;
    }

    /// <summary>Creates a user who may configure, write to and read what the patterns match.</summary>
    public async Task CreateUserAsync(string virtualHost, string name, string password, BrokerPermissions permissions)
    {
        TestSecrets.Add(password);
        await ControlAsync("add_user", name, password);
        await ControlAsync("set_permissions", "-p", virtualHost, name, permissions.Configure, permissions.Write, permissions.Read);
    }

    /// <summary>Imports definitions of users, permissions and the like.</summary>
    /// <param name="definitions">RabbitMQ's JSON.</param>
    public async Task ImportAsync(string definitions)
    {
        var file = Path.Combine(Folder, "definitions.json");
        await File.WriteAllTextAsync(file, definitions);
        await ControlAsync("await_startup");
        await ControlAsync("import_definitions", file);
    }

    /// <summary>Runs <c>rabbitmqctl</c> on this broker and returns what it printed.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        await using var control = ChildProcess.Start(RepositoryRoot.PathOf("tests", "servers", "rabbitmqctl"), [Folder, .. arguments]);
        var exitCode = await control.ExitAsync(ControlDeadline);
        return exitCode == 0
            ? control.Output
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} ended with {exitCode}.\n{control.Output}");
    }

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        if (SpeaksTls)
        {
            return await LoopbackConnection.SpeaksTlsAsync(Port);
        }

        // The protocol header of AMQP 0-9-1; a broker that is ready answers with the method frame Connection.Start.
        var answer = await LoopbackConnection.AskAsync(Port, "AMQP\0\0\x09\x01"u8.ToArray());
        return answer is [1, ..];
    }
}
