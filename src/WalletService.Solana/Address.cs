using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana;

/// <summary>
/// A Solana account address: 32 bytes, written as 32 to 44 characters of base58.
/// The text has no checksum, so a mistyped address is usually another valid address.
/// </summary>
[JsonConverter(typeof(AddressConverter))]
public sealed class Address : ByteValue, IEquatable<Address>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private Address(byte[] bytes)
        : base(bytes)
    {
    }

    /// <summary>
    /// Whether the address is a point of the Ed25519 curve and so can have a private key.
    /// Program derived addresses are off the curve.
    /// </summary>
    public bool IsOnCurve => Ed25519.IsOnCurve(Span);

    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Address? left, Address? right) => !(left == right);

    /// <exception cref="ArgumentException">The bytes are not 32.</exception>
    public static Address FromBytes(ReadOnlySpan<byte> bytes) => new(CopyExactly(bytes, Length, "An address"));

    /// <exception cref="FormatException">The text is not base58 of exactly 32 bytes.</exception>
    public static Address Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var address)
            ? address
            : throw new FormatException("An address is base58 text of exactly 32 bytes.");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Address? address)
    {
        address = DecodeExactly(text, Length) is { } bytes ? new Address(bytes) : null;
        return address is not null;
    }

    public bool Equals(Address? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    public override int GetHashCode() => base.GetHashCode();
}
