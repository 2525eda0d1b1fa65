namespace WalletService.Solana.Programs.Extensions;

/// <summary>The transfer fees of a mint: the one in force and the one that follows it, which is announced two epochs ahead.</summary>
/// <param name="ConfigAuthority">Who may change the fee.</param>
/// <param name="WithdrawAuthority">Who may take the fees that accounts withhold.</param>
/// <param name="WithheldInMint">Fees gathered in the mint, in base units.</param>
/// <param name="Older">In force before the newer one's epoch.</param>
/// <param name="Newer">In force from its epoch on.</param>
public sealed record TransferFeeConfig(
    Address? ConfigAuthority, Address? WithdrawAuthority, ulong WithheldInMint, TransferFee Older, TransferFee Newer)
{
    private const int WithheldOffset = 2 * Address.Length;
    private const int OlderOffset = WithheldOffset + sizeof(ulong);
    private const int NewerOffset = OlderOffset + TransferFee.Length;

    internal bool IsValid => Older.IsValid && Newer.IsValid;

    /// <summary>The fee that the program takes in an epoch.</summary>
    public TransferFee At(ulong epoch) => epoch >= Newer.Epoch ? Newer : Older;

    internal static TransferFeeConfig Read(ReadOnlySpan<byte> data) => new(
        AccountData.ReadAddressOrZero(data, 0),
        AccountData.ReadAddressOrZero(data, Address.Length),
        AccountData.ReadUInt64(data, WithheldOffset),
        TransferFee.Read(data[OlderOffset..]),
        TransferFee.Read(data[NewerOffset..]));
}
