namespace WalletService.Solana.Programs.Extensions;

/// <summary>An extension that is nothing but the address of who may use it; null when nobody may any more.</summary>
public sealed record ExtensionAuthority(Address? Authority)
{
    internal static ExtensionAuthority Read(ReadOnlySpan<byte> data) => new(AccountData.ReadAddressOrZero(data, 0));
}
