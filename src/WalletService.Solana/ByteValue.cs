namespace WalletService.Solana;

/// <summary>A value that is nothing but a fixed number of bytes, shown as base58.</summary>
public abstract class ByteValue
{
    private readonly byte[] bytes;
    private string? text;

    private protected ByteValue(byte[] bytes) => this.bytes = bytes;

    /// <summary>The bytes, without a copy.</summary>
    public ReadOnlySpan<byte> Span => bytes;

    /// <summary>The bytes, without a copy, where a span cannot be held.</summary>
    public ReadOnlyMemory<byte> Memory => bytes;

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToBytes() => [.. bytes];

    /// <summary>The base58 text, computed once.</summary>
    public sealed override string ToString() => text ??= Base58.Encode(bytes);

    public override bool Equals(object? obj) => obj is ByteValue other && other.GetType() == GetType() && Span.SequenceEqual(other.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private protected static byte[] CopyExactly(ReadOnlySpan<byte> source, int length, string kind) =>
        source.Length == length
            ? source.ToArray()
            : throw new ArgumentException($"{kind} has {length} bytes, not {source.Length}.", nameof(source));

    private protected static byte[]? DecodeExactly(ReadOnlySpan<char> text, int length)
    {
        var decoded = new byte[length];
        return Base58.TryDecode(text, decoded, out var written) && written == length ? decoded : null;
    }
}
