namespace WalletService.Domain.Transactions;

/// <summary>
/// The fee that a Token-2022 mint withholds from each transfer (token-2022 interface, <c>extension/transfer_fee</c>): a share of what
/// is sent, rounded up, at most <paramref name="Maximum"/>.
/// </summary>
/// <param name="BasisPoints">Hundredths of a percent, at most 10,000.</param>
/// <param name="Maximum">Base units of the token.</param>
public sealed record TokenTransferFee(ushort BasisPoints, ulong Maximum)
{
    public const ushort Whole = 10_000;

    /// <summary>What is withheld of <paramref name="sent"/> base units.</summary>
    public ulong Of(ulong sent)
    {
        var share = (((UInt128)sent * BasisPoints) + (Whole - 1)) / Whole;
        return share > Maximum ? Maximum : (ulong)share;
    }

    /// <summary>
    /// The least to be sent so that <paramref name="received"/> base units arrive; null when no amount does that (the whole is withheld,
    /// or more than a token can have would be needed).
    /// </summary>
    public ulong? ToReceive(ulong received)
    {
        if (received == 0 || BasisPoints == 0)
        {
            return received;
        }

        // Where the share is capped, the maximum is all that is withheld; where it is not, the share is. The lesser of both suffices.
        var capped = (UInt128)received + Maximum;
        var shared = BasisPoints == Whole
            ? capped
            : (((UInt128)received * Whole) + (UInt128)(Whole - BasisPoints) - 1) / (UInt128)(Whole - BasisPoints);
        var needed = UInt128.Min(capped, shared);
        return needed <= ulong.MaxValue && (ulong)needed - Of((ulong)needed) >= received ? (ulong)needed : null;
    }
}
