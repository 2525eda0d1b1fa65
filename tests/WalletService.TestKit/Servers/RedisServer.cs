namespace WalletService.TestKit.Servers;

/// <summary>A Redis server with a password and without persistence.</summary>
public sealed class RedisServer : LoopbackServer
{
    private RedisServer(ServerCertificate? certificate)
        : base("start-redis", ProcessSignal.Terminate, certificate)
    {
    }

    /// <summary>Host and port, as <c>Redis:Endpoint</c> takes them.</summary>
    public string Endpoint => $"{Host}:{Port}";

    /// <summary>Starts a server of its own.</summary>
    /// <param name="certificate">Given, it speaks TLS only.</param>
    public static async Task<RedisServer> StartAsync(ServerCertificate? certificate = null)
    {
        var server = new RedisServer(certificate);
        await server.StartAgainAsync();
        return server;
    }

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        if (SpeaksTls)
        {
            return await LoopbackConnection.SpeaksTlsAsync(Port);
        }

        var answer = await LoopbackConnection.AskAsync(Port, "PING\r\n"u8.ToArray());
        return answer.AsSpan().StartsWith("-NOAUTH"u8);
    }
}
