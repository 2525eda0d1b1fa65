using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana;

/// <inheritdoc cref="IClusterIdentity"/>
/// <remarks>No transaction is sent to a node before its genesis hash was compared with this one.</remarks>
internal sealed class ConfiguredCluster(IOptions<SolanaOptions> options) : IClusterIdentity
{
    public string? GenesisHash { get; } = string.IsNullOrEmpty(options.Value.ExpectedGenesisHash) ? null : options.Value.ExpectedGenesisHash;
}
