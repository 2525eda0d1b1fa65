using System.Diagnostics.CodeAnalysis;

namespace WalletService.Domain.Values;

/// <summary>
/// A transaction's first signature, which is its id on chain and known before it is sent: 64 bytes, written in base58.
/// </summary>
public sealed record TransactionSignature
{
    public const int Length = 64;

    private TransactionSignature(string value) => Value = value;

    /// <summary>The signature in base58.</summary>
    public string Value { get; }

    public static TransactionSignature Parse(string text) =>
        TryParse(text, out var signature) ? signature : throw new FormatException("A transaction signature is 64 bytes in base58.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out TransactionSignature? signature)
    {
        signature = Base58Text.TryDecode(text, Length, out _) ? new TransactionSignature(text!) : null;
        return signature is not null;
    }

    public static TransactionSignature FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new TransactionSignature(Base58Text.Encode(bytes))
        : throw new ArgumentException($"A signature has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    public byte[] ToBytes() => Base58Text.TryDecode(Value, Length, out var bytes) ? bytes : throw new FormatException();

    public override string ToString() => Value;
}
