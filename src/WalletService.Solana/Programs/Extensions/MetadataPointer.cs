namespace WalletService.Solana.Programs.Extensions;

/// <summary>Which account holds a mint's metadata, by the mint's own word; often the mint itself.</summary>
public sealed record MetadataPointer(Address? Authority, Address? MetadataAddress)
{
    internal static MetadataPointer Read(ReadOnlySpan<byte> data) =>
        new(AccountData.ReadAddressOrZero(data, 0), AccountData.ReadAddressOrZero(data, Address.Length));
}
