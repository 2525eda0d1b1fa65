namespace WalletService.Benchmarks.Servers;

/// <summary>What the service holds open at its servers.</summary>
/// <param name="Channels">At the broker, those of the load generator included.</param>
/// <param name="DatabaseConnections">To PostgreSQL.</param>
internal sealed record HeldOpen(int Channels, int DatabaseConnections);
