using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tests.Inspection;

/// <summary>Instructions that the service itself never builds, as the programs' interfaces lay them out.</summary>
internal static class Calls
{
    public static Instruction OfSystem(uint code, IReadOnlyList<Address> accounts, params byte[][] fields) =>
        Of(SystemProgram.Id, accounts, [.. U32(code), .. fields.SelectMany(field => field)]);

    public static Instruction OfToken(byte code, IReadOnlyList<Address> accounts, params byte[][] fields) =>
        Of(TokenProgram.Id, accounts, [code, .. fields.SelectMany(field => field)]);

    /// <summary>Every account is writable and, as far as the message has its signature, a signer.</summary>
    public static Instruction Of(Address program, IReadOnlyList<Address> accounts, params byte[] data) =>
        new(program, [.. accounts.Select(AccountMeta.Writable)], data);

    public static byte[] U32(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] U64(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Of(Address address) => address.Span.ToArray();

    public static byte[] Seed(string seed) => [.. U64((ulong)seed.Length), .. seed.Select(letter => (byte)letter)];
}
