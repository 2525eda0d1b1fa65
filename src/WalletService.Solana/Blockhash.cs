using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana;

/// <summary>
/// The lifetime of a message: a recent block's hash, or the value stored in a nonce account. 32 bytes, written as base58.
/// </summary>
[JsonConverter(typeof(BlockhashConverter))]
public sealed class Blockhash : ByteValue, IEquatable<Blockhash>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private Blockhash(byte[] bytes)
        : base(bytes)
    {
    }

    public static bool operator ==(Blockhash? left, Blockhash? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Blockhash? left, Blockhash? right) => !(left == right);

    /// <exception cref="ArgumentException">The bytes are not 32.</exception>
    public static Blockhash FromBytes(ReadOnlySpan<byte> bytes) => new(CopyExactly(bytes, Length, "A blockhash"));

    /// <exception cref="FormatException">The text is not base58 of exactly 32 bytes.</exception>
    public static Blockhash Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var blockhash)
            ? blockhash
            : throw new FormatException("A blockhash is base58 text of exactly 32 bytes.");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Blockhash? blockhash)
    {
        blockhash = DecodeExactly(text, Length) is { } bytes ? new Blockhash(bytes) : null;
        return blockhash is not null;
    }

    public bool Equals(Blockhash? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Blockhash other && Equals(other);

    public override int GetHashCode() => base.GetHashCode();
}
