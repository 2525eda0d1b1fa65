namespace WalletService.Domain.Ports;

/// <summary>Names the Solana cluster on which the service's transactions are executed.</summary>
public interface IClusterIdentity
{
    /// <summary>Base58; null when the service is not set to a certain cluster.</summary>
    string? GenesisHash { get; }
}
