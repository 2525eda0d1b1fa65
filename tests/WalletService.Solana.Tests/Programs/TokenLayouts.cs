using System.Buffers.Binary;

namespace WalletService.Solana.Tests.Programs;

/// <summary>Account data as the token programs lay it out, written by hand.</summary>
internal static class TokenLayouts
{
    public static byte[] Account(ulong amount, byte state = 1)
    {
        var data = new byte[165];
        TestKeys.Address1.Span.CopyTo(data);
        TestKeys.Address2.Span.CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), amount);
        data[108] = state;
        return data;
    }

    public static byte[] Mint(ulong supply, byte decimals)
    {
        var data = new byte[82];
        data[0] = 1;
        TestKeys.Address1.Span.CopyTo(data.AsSpan(4));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), supply);
        data[44] = decimals;
        data[45] = 1;
        return data;
    }

    /// <summary>Pads a base to 165 bytes and appends the kind and the extensions.</summary>
    public static byte[] Extend(byte[] data, byte kind, params (ushort Type, byte[] Value)[] extensions)
    {
        var extended = new List<byte>([.. data, .. new byte[165 - data.Length], kind]);
        foreach (var (type, value) in extensions)
        {
            extended.AddRange([(byte)type, (byte)(type >> 8), (byte)value.Length, (byte)(value.Length >> 8), .. value]);
        }

        return [.. extended];
    }

    public static byte[] Metadata(string name, string symbol, string uri) =>
        [.. TestKeys.Address2.Span, .. TestKeys.Address3.Span, .. Text(name), .. Text(symbol), .. Text(uri), 0, 0, 0, 0];

    private static byte[] Text(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}
