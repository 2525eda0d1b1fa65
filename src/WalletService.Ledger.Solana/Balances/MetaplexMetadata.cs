using System.Buffers.Binary;
using System.Text;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>
/// Name and symbol that the Metaplex Token Metadata program keeps in an account beside the mint
/// (<c>metaplex-foundation/mpl-token-metadata</c>, account <c>Metadata</c>: key 4, update authority, mint, then Borsh strings
/// padded with zeros).
/// </summary>
internal static class MetaplexMetadata
{
    private const byte MetadataKey = 4;
    private const int MintOffset = 1 + Address.Length;
    private const int NameOffset = MintOffset + Address.Length;

    private static readonly Address Program = Address.Parse("metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s");
    private static readonly byte[] Seed = "metadata"u8.ToArray();

    public static Address FindAddress(Address mint) =>
        ProgramDerivedAddress.Find(Program, Seed, Program.Memory, mint.Memory).Address;

    public static (string Name, string Symbol)? Read(AccountInfo? account, Address mint)
    {
        if (account is null || account.Owner != Program)
        {
            return null;
        }

        var data = account.Data.Span;
        if (data.Length < NameOffset || data[0] != MetadataKey || !data.Slice(MintOffset, Address.Length).SequenceEqual(mint.Span))
        {
            return null;
        }

        var rest = data[NameOffset..];
        return TryReadText(ref rest, out var name) && TryReadText(ref rest, out var symbol) ? (name, symbol) : null;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = string.Empty;
        if (rest.Length < sizeof(uint))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[sizeof(uint)..];
        if (length > rest.Length)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(rest[..(int)length]).TrimEnd('\0');
        rest = rest[(int)length..];
        return true;
    }
}
