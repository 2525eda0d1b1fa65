namespace WalletService.Benchmarks.Echo;

/// <summary>What the echoes take and give back.</summary>
public sealed record EchoMessage
{
    public required string Payload { get; init; }

    public required int Sequence { get; init; }
}
