using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana;

/// <summary>
/// An Ed25519 signature: 64 bytes (R, then S), written as base58.
/// The first signature of a transaction is the transaction's id.
/// </summary>
[JsonConverter(typeof(SignatureConverter))]
public sealed class Signature : ByteValue, IEquatable<Signature>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 64;

    private Signature(byte[] bytes)
        : base(bytes)
    {
    }

    /// <summary>64 zero bytes: the place of a signature that has not been made.</summary>
    public static Signature Empty { get; } = new(new byte[Length]);

    /// <summary>Whether this is the placeholder of a missing signature.</summary>
    public bool IsEmpty => !Span.ContainsAnyExcept((byte)0);

    public static bool operator ==(Signature? left, Signature? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Signature? left, Signature? right) => !(left == right);

    /// <exception cref="ArgumentException">The bytes are not 64.</exception>
    public static Signature FromBytes(ReadOnlySpan<byte> bytes) => new(CopyExactly(bytes, Length, "A signature"));

    /// <exception cref="FormatException">The text is not base58 of exactly 64 bytes.</exception>
    public static Signature Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var signature)
            ? signature
            : throw new FormatException("A signature is base58 text of exactly 64 bytes.");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Signature? signature)
    {
        signature = DecodeExactly(text, Length) is { } bytes ? new Signature(bytes) : null;
        return signature is not null;
    }

    public bool Equals(Signature? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Signature other && Equals(other);

    public override int GetHashCode() => base.GetHashCode();
}
