using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Solana;

namespace WalletService.Cli.Batches;

/// <summary>A file of payments: columns recipient, amount and, if wanted, reference; a header is not needed.</summary>
/// <param name="Rows">What can be sent.</param>
/// <param name="Problems">What is wrong, each with its line; nothing is sent when there is any.</param>
internal sealed record BatchFile(IReadOnlyList<BatchPayment> Rows, IReadOnlyList<string> Problems)
{
    private const int MaximumRows = 2_000;
    private const int MaximumReferenceLength = 64;

    public static async Task<BatchFile> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<BatchPayment>();
        var problems = new List<string>();
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || (rows.Count == 0 && problems.Count == 0 && IsHeader(line)))
            {
                continue;
            }

            if (TryReadRow(line, out var row, out var problem))
            {
                rows.Add(row!);
            }
            else
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {number}: {problem}"));
            }
        }

        if (rows.Count is 0 or > MaximumRows && problems.Count == 0)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The file has {rows.Count} payments; a batch has 1 to {MaximumRows}."));
        }

        return new BatchFile(rows, problems);
    }

    private static bool IsHeader(string line) =>
        CsvText.ReadLine(line) is [var first, ..] && string.Equals(first, "recipient", StringComparison.OrdinalIgnoreCase);

    private static bool TryReadRow(string line, out BatchPayment? row, out string problem)
    {
        row = null;
        var fields = CsvText.ReadLine(line);
        var reference = fields is [_, _, { Length: > 0 } given] ? given : null;
        problem = fields switch
        {
            null => "a quote is not closed, or text stands beside it.",
            not [_, _] and not [_, _, _] => $"{fields.Count.ToString(CultureInfo.InvariantCulture)} columns; they are recipient, amount and, if wanted, reference.",
            _ when !Address.TryParse(fields[0], out Address? _) => "the recipient is not a Solana address (32 bytes in base58).",
            _ when !IsAmount(fields[1]) => "the amount is not an exact decimal above 0, such as 12.5.",
            _ when reference?.Length > MaximumReferenceLength => "the reference has more than 64 characters.",
            _ => string.Empty,
        };
        if (problem.Length > 0)
        {
            return false;
        }

        row = new BatchPayment { Recipient = fields![0], Amount = fields[1], Reference = reference };
        return true;
    }

    private static bool IsAmount(string text)
    {
        var parts = text.Split('.');
        return parts.Length <= 2
            && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit))
            && parts.Any(part => part.Any(digit => digit != '0'));
    }
}
