namespace WalletService.Chaos.Callers;

/// <summary>A token that was made for the campaign, with six decimals.</summary>
/// <param name="Address">Of the mint.</param>
/// <param name="Program">Address of its token program.</param>
/// <param name="FeeBasisPoints">What is withheld of each transfer, in ten-thousandths; 0 for a mint without a fee.</param>
/// <param name="MaximumFee">The most that is withheld of one transfer, in base units.</param>
public sealed record CampaignMint(string Address, string Program, ulong FeeBasisPoints, ulong MaximumFee)
{
    public const int Decimals = 6;

    private const ulong BasisPoints = 10_000;

    /// <summary>What the mint withholds of an amount that is sent: rounded up, as the program does it.</summary>
    public ulong FeeOf(ulong sent) => Math.Min(MaximumFee, ((sent * FeeBasisPoints) + BasisPoints - 1) / BasisPoints);
}

/// <summary>Base units that were minted to somebody before anything was asked.</summary>
/// <param name="Mint">The mint's address.</param>
/// <param name="Owner">Address of the wallet that got them.</param>
public sealed record TokenGrant(string Mint, string Owner, ulong Amount);

/// <summary>The tokens of a campaign.</summary>
public sealed record CampaignTokens(IReadOnlyList<CampaignMint> Mints, IReadOnlyList<TokenGrant> Grants);
