using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WalletService.Solana.Messages;

/// <summary>
/// Text to be signed that can never be a transaction: its first byte, 0xff, begins no transaction and no message of any version.
/// </summary>
public static class OffchainMessage
{
    /// <summary>Most bytes of UTF-8: what hardware wallets can show and sign (<c>MAX_LEN_LEDGER</c> of the Solana SDK).</summary>
    public const int MaxTextLength = 1212;

    private const byte FirstByte = 0xff;
    private const byte RestrictedAscii = 0;
    private const byte LimitedUtf8 = 1;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Domain => "solana offchain"u8;

    /// <summary>
    /// Version 0 as the Solana SDK and <c>solana sign-offchain-message</c> write it: version, format, length, text. It names no signer.
    /// </summary>
    public static bool TryWriteV0(string text, [NotNullWhen(true)] out byte[]? message)
    {
        message = null;
        if (TryEncode(text) is not { } encoded)
        {
            return false;
        }

        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)encoded.Length);
        var format = text.All(letter => letter is >= ' ' and <= '~') ? RestrictedAscii : LimitedUtf8;
        message = [FirstByte, .. Domain, 0, format, .. length, .. encoded];
        return true;
    }

    /// <summary>Version 1 as <c>@solana/offchain-messages</c> writes it: version, the one signer, text to the end.</summary>
    public static bool TryWriteV1(string text, Address signer, [NotNullWhen(true)] out byte[]? message)
    {
        message = TryEncode(text) is { } encoded ? [FirstByte, .. Domain, 1, 1, .. signer.Span, .. encoded] : null;
        return message is not null;
    }

    /// <summary>
    /// Null for nothing, too much, half a surrogate pair, and control characters but for lines and tabs: readers drop or hide them, so that
    /// two texts could look the same.
    /// </summary>
    private static byte[]? TryEncode(string text)
    {
        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            return null;
        }

        try
        {
            var encoded = Strict.GetBytes(text);
            return encoded.Length is > 0 and <= MaxTextLength ? encoded : null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}
