namespace WalletService.TestKit.Servers;

/// <summary>A Redis server with a password and without persistence.</summary>
public sealed class RedisServer : LoopbackServer
{
    private RedisServer()
        : base("start-redis", ProcessSignal.Terminate)
    {
    }

    /// <summary>Host and port, as <c>Redis:Endpoint</c> takes them.</summary>
    public string Endpoint => $"{Host}:{Port}";

    /// <summary>Starts a server of its own.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        var answer = await LoopbackConnection.AskAsync(Port, "PING\r\n"u8.ToArray());
        return answer.AsSpan().StartsWith("-NOAUTH"u8);
    }
}
