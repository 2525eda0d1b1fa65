namespace WalletService.Simulation.Chain;

/// <summary>How the leaders do.</summary>
/// <param name="SkippedSlots">Share of slots without a block.</param>
/// <param name="Forks">Share of blocks that are built on an older block than the last.</param>
/// <param name="Inclusion">How likely a waiting transaction gets into the next block.</param>
/// <param name="HoldsBack">Leaders keep each transaction until its blockhash has one or two blocks to live.</param>
/// <param name="ConfirmationsStall">Nothing more is confirmed, and so nothing finalized, while blocks go on.</param>
/// <param name="DropsConfirmed">
/// Forks reach back behind confirmed blocks, though never behind final ones. It has not happened on mainnet.
/// </param>
internal sealed record ChainWeather(
    double SkippedSlots, double Forks, double Inclusion, bool HoldsBack, bool ConfirmationsStall, bool DropsConfirmed)
{
    public static ChainWeather Fine { get; } = new(0.05, 0, 0.9, HoldsBack: false, ConfirmationsStall: false, DropsConfirmed: false);
}
