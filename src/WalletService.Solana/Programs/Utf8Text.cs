using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WalletService.Solana.Programs;

/// <summary>UTF-8 that is checked instead of repaired.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    public static byte[] Encode(string text) => Strict.GetBytes(text);

    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = System.Text.Unicode.Utf8.IsValid(bytes) ? Strict.GetString(bytes) : null;
        return text is not null;
    }
}
