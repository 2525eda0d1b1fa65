using System.Security.Authentication;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WalletService.Domain.Connections;

namespace WalletService.Redis.Connections;

/// <summary>
/// The one connection, opened in the background and kept open for as long as the service runs. Nobody waits for it: while it is not
/// there, <see cref="TryGet"/> says so at once.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopped = new();
    private readonly TimeProvider time;
    private readonly Task opening;
    private volatile ConnectionMultiplexer? multiplexer;

    public RedisConnection(IOptions<RedisOptions> options, TimeProvider time)
    {
        this.time = time;
        opening = Task.Run(() => OpenAsync(Configuration(options.Value)), stopped.Token);
    }

    /// <summary>The database while the connection is up, else null.</summary>
    public IDatabase? TryGet() => multiplexer is { IsConnected: true } open ? open.GetDatabase() : null;

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (multiplexer is { } open)
        {
            await open.CloseAsync(allowCommandsToComplete: false);
        }

        stopped.Dispose();
    }

    private static ConfigurationOptions Configuration(RedisOptions options)
    {
        var configuration = new ConfigurationOptions
        {
            // Once made, the multiplexer reconnects by itself, also when the server was away from the start.
            AbortOnConnectFail = false,
            ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds,
            ReconnectRetryPolicy = new LinearRetry(500),
            KeepAlive = 10,
            ClientName = "WalletService",
            Password = options.Password.Length == 0 ? null : options.Password,
            Ssl = options.UseTls,
        };
        if (options.UseTls)
        {
            configuration.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            if (options.AuthorityFile is { Length: > 0 } file)
            {
                configuration.CertificateValidation += PrivateAuthority.Load(file).Accepts;
            }
        }

        foreach (var endpoint in options.Endpoints)
        {
            configuration.EndPoints.Add(endpoint);
        }

        if (options.Endpoints.Count > 1)
        {
            configuration.ConfigCheckSeconds = RedisOptions.RoleCheckSeconds;
        }

        return configuration;
    }

    private async Task OpenAsync(ConfigurationOptions configuration)
    {
        while (multiplexer is null)
        {
            stopped.Token.ThrowIfCancellationRequested();
            try
            {
                var opened = await ConnectionMultiplexer.ConnectAsync(configuration);
                opened.PreserveAsyncOrder = false;
                multiplexer = opened;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or IOException or AggregateException)
            {
                await Task.Delay(Patience, time, stopped.Token);
            }
        }
    }
}
