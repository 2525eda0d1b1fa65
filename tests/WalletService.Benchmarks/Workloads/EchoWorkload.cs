using System.Text.Json;
using WalletService.Benchmarks.Echo;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Asks an echo; the reply repeats the payload.</summary>
internal class EchoWorkload(char letter, string name, string routingKey) : Workload(letter, name, EchoRoutes.Exchange, routingKey)
{
    private const int BodyLength = 252;

    private static readonly byte[] Body = CreateBody();

    public override ReadOnlyMemory<byte> NextBody(long sequence) => Body;

    /// <summary>The echoes differ in white space, so the payload is looked for.</summary>
    public override bool IsExpected(ReadOnlySpan<byte> reply) => reply.Length >= BodyLength && reply.Count((byte)'x') >= BodyLength / 2;

    private static byte[] CreateBody()
    {
        var envelopeLength = Serialize(string.Empty).Length;
        return Serialize(new string('x', BodyLength - envelopeLength));
    }

    private static byte[] Serialize(string payload) =>
        JsonSerializer.SerializeToUtf8Bytes(new EchoMessage { Payload = payload, Sequence = 7 }, JsonSerializerOptions.Web);
}
