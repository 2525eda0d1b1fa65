namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>An account that a hook needs: its address, or a way to find it (spl-tlv-account-resolution, <c>ExtraAccountMeta</c>).</summary>
/// <param name="Kind">0 an address, 1 an address derived from the hook, 2 an address kept in data, from 128 on one derived from the
/// account with that place in the call less 128.</param>
/// <param name="Configuration">The address, the seeds, or where the address is: 32 bytes.</param>
internal sealed record ExtraAccount(byte Kind, ReadOnlyMemory<byte> Configuration, bool IsSigner, bool IsWritable)
{
    /// <summary>Bytes of an entry: kind, configuration, and the two flags.</summary>
    public const int Length = 1 + Address.Length + 2;

    public const byte Fixed = 0;
    public const byte DerivedFromHook = 1;
    public const byte KeptInData = 2;
    public const byte DerivedFromOther = 128;

    public static ExtraAccount Read(ReadOnlyMemory<byte> entry) => new(
        entry.Span[0], entry.Slice(1, Address.Length), entry.Span[1 + Address.Length] != 0, entry.Span[2 + Address.Length] != 0);
}
