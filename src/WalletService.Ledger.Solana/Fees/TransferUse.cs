namespace WalletService.Ledger.Solana.Fees;

/// <summary>What a transfer uses when it is executed, as a simulation shows it.</summary>
/// <param name="ComputeUnits">Compute units.</param>
/// <param name="LoadedBytes">Bytes of account data that it loads; null when the node does not say.</param>
internal sealed record TransferUse(ulong ComputeUnits, ulong? LoadedBytes);
