namespace WalletService.Solana.Programs;

/// <summary>One Token-2022 extension of a mint or token account: its type number and its bytes.</summary>
public sealed record TokenExtension(ushort Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>The type as a known extension; null when this code base does not know it.</summary>
    public TokenExtensionType? KnownType => Enum.IsDefined((TokenExtensionType)Type) ? (TokenExtensionType)Type : null;
}
