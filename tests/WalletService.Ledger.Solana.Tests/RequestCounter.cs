using System.Collections.Concurrent;
using System.Text.Json;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>Passes requests on to the node and counts them by method, those included that it turns away.</summary>
public sealed class RequestCounter : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, int> counts = new();

    public RequestCounter()
        : base(SolanaRpcClient.CreateHandler())
    {
    }

    public int this[string method] => counts.GetValueOrDefault(method);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        counts.AddOrUpdate(JsonElement.Parse(body).GetProperty("method").GetString()!, 1, (_, count) => count + 1);
        return await base.SendAsync(request, cancellationToken);
    }
}
