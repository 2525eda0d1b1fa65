namespace WalletService.Ledger.Solana.Fees;

/// <summary>A simulation failed for a reason that says nothing about what a transfer uses.</summary>
internal sealed class SimulationRefusedException(string chainError, string? logs) : Exception($"The simulation failed: {chainError}")
{
    /// <summary>What the programs logged, a line each.</summary>
    public string? Logs => logs;

    /// <summary>The chain's error as the node's JSON.</summary>
    public string ChainError => chainError;
}
