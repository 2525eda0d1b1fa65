namespace WalletService.Solana.Rpc;

/// <summary>Whether a node thinks that it keeps up with the cluster.</summary>
/// <param name="IsHealthy">Whether it does.</param>
/// <param name="SlotsBehind">How far it is behind, if it is and knows.</param>
public sealed record NodeHealth(bool IsHealthy, ulong? SlotsBehind);
