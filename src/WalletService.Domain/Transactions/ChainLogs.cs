namespace WalletService.Domain.Transactions;

/// <summary>Programs' logs in a form that fits into an error.</summary>
public static class ChainLogs
{
    /// <summary>In characters. A node itself cuts a transaction's logs at 10 kB.</summary>
    public const int MaximumLength = 4_000;

    private const string Omission = "...";

    /// <summary>The lines as one text; of a long one the end, where the failure is. Null when there are none.</summary>
    public static string? Join(IReadOnlyList<string>? lines)
    {
        if (lines is not { Count: > 0 })
        {
            return null;
        }

        var text = string.Join('\n', lines);
        return text.Length <= MaximumLength ? text : string.Concat(Omission, text.AsSpan(text.Length - MaximumLength));
    }
}
