namespace WalletService.Solana.Programs.Extensions;

/// <summary>
/// What a transfer costs from an epoch on, in tokens of the mint (token-2022 interface, extension/transfer_fee). The fee is taken
/// out of the amount sent and kept in the recipient's account, where only the issuer can reach it.
/// </summary>
/// <param name="Epoch">First epoch in which it is taken.</param>
/// <param name="Maximum">The most that one transfer costs, in base units.</param>
/// <param name="BasisPoints">Hundredths of a percent of the amount sent.</param>
public sealed record TransferFee(ulong Epoch, ulong Maximum, ushort BasisPoints)
{
    /// <summary>All of the amount.</summary>
    public const ushort MaxBasisPoints = 10_000;

    internal const int Length = sizeof(ulong) + sizeof(ulong) + sizeof(ushort);

    internal bool IsValid => BasisPoints <= MaxBasisPoints;

    /// <summary>The fee for sending an amount, rounded up to a whole base unit: exactly what the program will take.</summary>
    public ulong FeeOf(ulong sent) =>
        (ulong)UInt128.Min(((UInt128)sent * BasisPoints + (MaxBasisPoints - 1u)) / MaxBasisPoints, Maximum);

    /// <summary>What of an amount sent reaches the recipient.</summary>
    public ulong ReceivedOf(ulong sent) => sent - FeeOf(sent);

    /// <summary>The least amount to send so that exactly <paramref name="received"/> arrives; null when it is more than 2⁶⁴ − 1.</summary>
    public ulong? SentFor(ulong received)
    {
        if (BasisPoints == 0 || received == 0)
        {
            return received;
        }

        var atMaximum = (UInt128)received + Maximum;
        var sent = atMaximum;
        if (BasisPoints < MaxBasisPoints)
        {
            var kept = (UInt128)(MaxBasisPoints - BasisPoints);
            var uncapped = (((UInt128)received * MaxBasisPoints) + (kept - 1)) / kept;
            sent = UInt128.Min(uncapped, atMaximum);
        }

        return sent <= ulong.MaxValue ? (ulong)sent : null;
    }

    internal static TransferFee Read(ReadOnlySpan<byte> data) => new(
        AccountData.ReadUInt64(data, 0),
        AccountData.ReadUInt64(data, sizeof(ulong)),
        AccountData.ReadUInt16(data, sizeof(ulong) + sizeof(ulong)));
}
