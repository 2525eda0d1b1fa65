namespace WalletService.Cli.Receipts;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Permanent, for scripts; <c>docs/receipts.md</c> says what each proves.</param>
/// <param name="Text">What was found, for people.</param>
internal sealed record ReceiptCheck(string Name, bool Passed, string Text)
{
    /// <summary>Passes when both are the same text.</summary>
    public static ReceiptCheck Same(string name, string? stated, string? found, string source) => new(
        name,
        string.Equals(stated, found, StringComparison.Ordinal),
        string.Equals(stated, found, StringComparison.Ordinal)
            ? $"{Shown(found)}, as {source}"
            : $"the receipt says {Shown(stated)}, {source} {Shown(found)}");

    private static string Shown(string? value) => value ?? "nothing";
}
