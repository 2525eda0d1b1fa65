namespace WalletService.TestKit.Servers;

/// <summary>Regular expressions for the exchanges and queues that a broker's user may configure, write to and read.</summary>
public sealed record BrokerPermissions(string Configure, string Write, string Read)
{
    public static BrokerPermissions All { get; } = new(".*", ".*", ".*");
}
