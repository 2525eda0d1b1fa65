using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WalletService.Benchmarks.Tracing;

/// <summary>A collector of traces by OTLP over HTTP that takes everything and keeps nothing but the number of bytes.</summary>
internal sealed class TraceSink : IAsyncDisposable
{
    private readonly WebApplication app;
    private long bytes;

    private TraceSink(WebApplication app) => this.app = app;

    /// <summary>Where spans are sent.</summary>
    public Uri Endpoint => new(app.Urls.Single() + "/v1/traces");

    /// <summary>How many bytes of spans have come.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    public static async Task<TraceSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var sink = new TraceSink(builder.Build());
        sink.app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            await sink.CountAsync(request);
            return Results.Bytes([], "application/x-protobuf");
        });
        await sink.app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task CountAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            Interlocked.Add(ref bytes, read.Buffer.Length);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
