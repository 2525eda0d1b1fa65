using System.Net;
using System.Net.Http.Headers;

namespace WalletService.Solana.Rpc;

/// <summary>A request body that remembers whether anybody began to send it, so that a failure can say what may have happened.</summary>
internal sealed class RpcRequestContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;

    public RpcRequestContent(ReadOnlyMemory<byte> body)
    {
        this.body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public bool WasStarted { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        WasStarted = true;
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
