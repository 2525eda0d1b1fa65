using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WalletService.Solana.Tests.PubSub;

/// <summary>A WebSocket server on a free loopback port; the test plays the node's part on each connection.</summary>
internal sealed class FakePubSubServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly Channel<Connection> connections = Channel.CreateUnbounded<Connection>();
    private readonly ConcurrentBag<Connection> accepted = [];

    private FakePubSubServer(WebApplication application) => this.application = application;

    public Uri Endpoint => new(application.Urls.First().Replace("http://", "ws://", StringComparison.Ordinal));

    public static async Task<FakePubSubServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var server = new FakePubSubServer(builder.Build());
        server.application.UseWebSockets();
        server.application.Run(server.ServeAsync);
        await server.application.StartAsync();
        return server;
    }

    public async Task<Connection> AcceptAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await connections.Reader.ReadAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in accepted)
        {
            connection.Abort();
        }

        await application.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new Connection(socket);
        accepted.Add(connection);
        connections.Writer.TryWrite(connection);
        await connection.Closed;
    }

    internal sealed class Connection(WebSocket socket)
    {
        private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Closed => closed.Task;

        /// <summary>The next request: its id, method and parameters.</summary>
        public async Task<(ulong Id, string Method, string Parameters)> ReceiveAsync()
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var buffer = new byte[16 * 1024];
            var part = await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
            Assert.True(part.EndOfMessage);
            using var request = JsonDocument.Parse(buffer.AsMemory(0, part.Count));
            return (
                request.RootElement.GetProperty("id").GetUInt64(),
                request.RootElement.GetProperty("method").GetString()!,
                request.RootElement.TryGetProperty("params", out var parameters) ? parameters.GetRawText() : string.Empty);
        }

        public Task SendAsync(string json) =>
            socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        public Task AcknowledgeAsync(ulong id, ulong subscription) => SendAsync($$"""{"jsonrpc":"2.0","result":{{subscription}},"id":{{id}}}""");

        public Task NotifyAsync(string method, ulong subscription, string result) => SendAsync(
            $$$"""{"jsonrpc":"2.0","method":"{{{method}}}","params":{"result":{{{result}}},"subscription":{{{subscription}}}}}""");

        public void Abort()
        {
            socket.Abort();
            closed.TrySetResult();
        }
    }
}
