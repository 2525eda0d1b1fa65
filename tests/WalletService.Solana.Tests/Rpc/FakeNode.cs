using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WalletService.Solana.Rpc;

namespace WalletService.Solana.Tests.Rpc;

/// <summary>Answers every request in the same way and remembers the last one.</summary>
internal sealed class FakeNode(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public JsonElement LastRequest { get; private set; }

    public string LastMethod => LastRequest.GetProperty("method").GetString()!;

    public string LastParameters => LastRequest.TryGetProperty("params", out var parameters) ? parameters.GetRawText() : string.Empty;

    public static FakeNode WithResult(string json) => WithBody($$"""{"jsonrpc":"2.0","id":1,"result":{{json}}}""");

    public static FakeNode WithValue(string json, ulong slot = 7) => WithResult($$"""{"context":{"slot":{{slot}},"apiVersion":"4.2.0"},"value":{{json}}}""");

    public static FakeNode WithError(string json) => WithBody($$"""{"jsonrpc":"2.0","id":1,"error":{{json}}}""");

    public static FakeNode WithBody(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json") =>
        new(_ => new HttpResponseMessage(status) { Content = new StringContent(body, new MediaTypeHeaderValue(type)) });

    public SolanaRpcClient CreateClient(TimeProvider? time = null, int maxResponseBytes = SolanaRpcClient.DefaultMaxResponseBytes) =>
        new(new HttpClient(this), new Uri("http://node.test/secret-key"), time, maxResponseBytes);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LastRequest = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).RootElement;
        return answer(request);
    }
}
