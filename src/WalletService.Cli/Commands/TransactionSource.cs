using System.CommandLine;

namespace WalletService.Cli.Commands;

/// <summary>Where a transaction comes from that somebody else made.</summary>
internal static class TransactionSource
{
    public static Argument<string> Argument() => new("transaction")
    {
        Description = "A file with the transaction (its bytes, or base64), the base64 itself, or - for standard input.",
    };

    /// <summary>The transaction in base64.</summary>
    public static async Task<string> ReadAsync(string source, TextReader input, CancellationToken cancellationToken)
    {
        if (source == "-")
        {
            return (await input.ReadToEndAsync(cancellationToken)).Trim();
        }

        if (!File.Exists(source))
        {
            return source;
        }

        var bytes = await File.ReadAllBytesAsync(source, cancellationToken);
        var text = System.Text.Encoding.ASCII.GetString(bytes).Trim();
        return Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length > 0
            ? text
            : Convert.ToBase64String(bytes);
    }
}
