namespace WalletService.TestKit.Servers;

/// <summary>
/// A real server from a Debian package, started by its script in <c>tests/servers</c> on a free loopback port with
/// its data in a temporary folder. It can be stopped, killed, hung and started again on the same port and data.
/// </summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly string _script;
    private readonly string[] _options;
    private readonly ProcessSignal _stopSignal;
    private readonly TemporaryFolder _folder;
    private ChildProcess? _process;

    private protected LoopbackServer(string script, ProcessSignal stopSignal, ServerCertificate? certificate, params string[] options)
    {
        _script = script;
        SpeaksTls = certificate is not null;
        _options = certificate is null ? options : [.. options, $"--tls={certificate.Folder}"];
        _stopSignal = stopSignal;
        _folder = new TemporaryFolder(script);
    }

    /// <summary>The address every server binds to.</summary>
    public static string Host => "127.0.0.1";

    /// <summary>The port the server listens on, the same after each start.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>The server's password, made when it first started.</summary>
    public string Password => File.ReadAllText(_folder.PathOf("password"));

    /// <summary>The last lines of the server's own log.</summary>
    public string Log => Process.Output;

    /// <summary>Whether it was started with a certificate.</summary>
    protected bool SpeaksTls { get; }

    /// <summary>The folder that holds the server's data.</summary>
    protected string Folder => _folder.Path;

    private ChildProcess Process => _process ?? throw new InvalidOperationException($"{_script} was not started.");

    /// <summary>Starts the server again on the same port and data and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        string[] arguments = [_folder.Path, $"{Port}", "--exit-with-parent", "--temporary", .. _options];
        _process = ChildProcess.Start(RepositoryRoot.PathOf("tests", "servers", _script), arguments, endsWithItsInput: true);
        await _process.ReadyWhenAsync(AnswersAsync, StartDeadline);
        TestSecrets.Add(Password);
    }

    /// <summary>Stops the server in an orderly way; its data stay.</summary>
    public Task StopAsync() => Process.StopAsync(_stopSignal);

    /// <summary>Kills the server as a crash would; what it had written stays.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Makes the server hang with its connections open, until <see cref="Thaw"/>.</summary>
    public void Freeze() => Process.Send(ProcessSignal.Stop);

    /// <summary>Ends what <see cref="Freeze"/> began.</summary>
    public void Thaw() => Process.Send(ProcessSignal.Continue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>True once the server speaks its protocol to a client that connects.</summary>
    protected abstract Task<bool> AnswersAsync();
}
