namespace WalletService.Benchmarks.Echo;

/// <summary>Where the echoes listen. Their queues are quorum queues with the service's prefetch, concurrency and delivery limit.</summary>
internal static class EchoRoutes
{
    public const string Exchange = "benchmark";
    public const string Bare = "benchmark.bare";
    public const string MassTransit = "benchmark.masstransit";
    public const ushort PrefetchCount = 256;
    public const int ConcurrentMessageLimit = 16;
    public const int DeliveryLimit = 20;
}
