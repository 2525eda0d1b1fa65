namespace WalletService.Simulation.Chain;

/// <summary>A transaction as a block executed it.</summary>
/// <param name="Error">The chain's error as JSON; null when it succeeded. The fee is charged in either case.</param>
internal sealed record Landing(
    ChainTransaction Transaction,
    ulong Slot,
    ulong Height,
    string? Error,
    (ulong Source, ulong Recipient) Before,
    (ulong Source, ulong Recipient) After);
