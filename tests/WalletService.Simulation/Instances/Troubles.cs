namespace WalletService.Simulation.Instances;

/// <summary>What is wrong with store and vault at the moment.</summary>
internal sealed class Troubles
{
    /// <summary>Share of the store's calls that do nothing and fail.</summary>
    public double StoreAway { get; set; }

    /// <summary>Share of the store's calls whose answer gets lost; half of these did their work.</summary>
    public double StoreAnswersLost { get; set; }

    public bool StoreIsSlow { get; set; }

    public double VaultAway { get; set; }

    public bool VaultIsSlow { get; set; }

    public void End()
    {
        StoreAway = StoreAnswersLost = VaultAway = 0;
        StoreIsSlow = VaultIsSlow = false;
    }
}
