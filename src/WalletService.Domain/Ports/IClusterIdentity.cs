namespace WalletService.Domain.Ports;

/// <summary>Names the Solana cluster on which the service's transactions are executed.</summary>
public interface IClusterIdentity
{
    /// <summary>Base58; null when the service has no reason to ask its nodes for it, or none has answered yet.</summary>
    string? GenesisHash { get; }
}
