namespace WalletService.Ledger.Solana.Fees;

/// <summary>A simulation failed for a reason that says nothing about what a transfer uses.</summary>
internal sealed class SimulationRefusedException(string chainError) : Exception($"The simulation failed: {chainError}")
{
    /// <summary>The chain's error as the node's JSON.</summary>
    public string ChainError => chainError;
}
