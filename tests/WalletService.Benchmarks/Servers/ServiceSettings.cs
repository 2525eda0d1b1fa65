namespace WalletService.Benchmarks.Servers;

/// <summary>The settings of the service under measurement that differ from its defaults.</summary>
internal static class ServiceSettings
{
    /// <summary>The servers to use, and limits wide enough that they are not what is measured.</summary>
    public static Dictionary<string, string> For(BenchmarkServers servers) => new(servers.ServiceSettings(), StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["Limits__ReadsPerUser"] = "1000000",
        ["Limits__ReadsPerCaller"] = "1000000",
        ["Limits__ChangesPerUser"] = "1000000",
        ["Limits__ChangesPerCaller"] = "1000000",
        ["Limits__ChangesPerRoute"] = "1000000",
        ["Limits__TransfersPerUser"] = "1000000",
        ["Limits__TransfersPerCaller"] = "1000000",
        ["Limits__TransfersOfAll"] = "1000000",

        // The many wallets of a run are made at once; Google's quota is about one key a second.
        ["GoogleKms__WritesPerSecond"] = "100",
        ["GoogleKms__WriteBurst"] = "200",

        // Balances stay in the cache for the length of a window, so that what is measured is the cache.
        ["Balances__TimeToLive"] = "00:05:00",
    };
}
