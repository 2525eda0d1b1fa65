using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs;

/// <summary>The account of an address lookup table: a head of 56 bytes, then the addresses.</summary>
public static class AddressLookupTable
{
    private const uint LookupTableKind = 1;
    private const int HeadLength = 56;

    public static Address ProgramId => WellKnownAddresses.AddressLookupTableProgram;

    /// <summary>False when the data is not a lookup table. Check first that the program owns the account.</summary>
    public static bool TryParse(Address address, ReadOnlySpan<byte> data, [NotNullWhen(true)] out LookupTable? table)
    {
        table = null;
        if (data.Length < HeadLength
            || BinaryPrimitives.ReadUInt32LittleEndian(data) != LookupTableKind
            || (data.Length - HeadLength) % Address.Length != 0
            || (data.Length - HeadLength) / Address.Length > WireLimits.MaxAddresses)
        {
            return false;
        }

        var addresses = new Address[(data.Length - HeadLength) / Address.Length];
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = AccountData.ReadAddress(data, HeadLength + (i * Address.Length));
        }

        table = new LookupTable(address, addresses);
        return true;
    }
}
