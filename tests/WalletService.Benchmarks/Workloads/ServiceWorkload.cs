using System.Text.Json;
using WalletService.Contracts;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Asks the service; a good reply says success.</summary>
internal abstract class ServiceWorkload(char letter, string name, string route) : Workload(letter, name, Routes.Exchange, route)
{
    public override bool IsExpected(ReadOnlySpan<byte> reply) => reply.StartsWith("""{"success":true"""u8);

    /// <summary>A request as its JSON body.</summary>
    protected static byte[] ToBody<TRequest>(TRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Options);
}
