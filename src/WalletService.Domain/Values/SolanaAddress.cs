using System.Diagnostics.CodeAnalysis;

namespace WalletService.Domain.Values;

/// <summary>
/// A Solana address: 32 bytes, written in base58. Well-formed text may still name a program, an account nobody holds the key
/// of, or nothing at all: whether it can receive is judged elsewhere.
/// </summary>
public sealed record SolanaAddress
{
    public const int Length = 32;

    private readonly byte[] bytes;

    private SolanaAddress(string value, byte[] bytes)
    {
        Value = value;
        this.bytes = bytes;
    }

    /// <summary>The address in base58.</summary>
    public string Value { get; }

    public ReadOnlyMemory<byte> Bytes => bytes;

    public static SolanaAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("A Solana address is 32 bytes in base58.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out SolanaAddress? address)
    {
        address = Base58Text.TryDecode(text, Length, out var bytes) ? new SolanaAddress(text!, bytes) : null;
        return address is not null;
    }

    public static SolanaAddress FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new SolanaAddress(Base58Text.Encode(bytes), bytes.ToArray())
        : throw new ArgumentException($"A Solana address has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    public byte[] ToBytes() => [.. bytes];

    public bool Equals(SolanaAddress? other) => other is not null && string.Equals(Value, other.Value, StringComparison.Ordinal);

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;
}
