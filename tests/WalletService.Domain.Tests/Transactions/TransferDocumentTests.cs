using WalletService.Domain.Transactions;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Domain.Tests.Transactions;

/// <summary><c>docs/transfers.md</c> says what the code does: the same states, the same moves, made by classes that exist.</summary>
public sealed class TransferDocumentTests
{
    [Fact]
    public void The_document_has_the_states_and_moves_of_the_code() =>
        Assert.Empty(Differences(File.ReadAllText(RepositoryRoot.PathOf("docs", "transfers.md"))));

    [Fact]
    public void A_forgotten_and_an_invented_move_are_reported()
    {
        var document = File.ReadAllText(RepositoryRoot.PathOf("docs", "transfers.md"))
            .Replace("| `Signed` | `Expired` | `TransferObserver`", "| `Signed` | `Cancelled` | `TransferDreamer`", StringComparison.Ordinal);

        Assert.Equal(
            [
                "move Signed -> Cancelled is not in the code",
                "move Signed -> Expired is not in the document",
                "there is no class TransferDreamer",
            ],
            Differences(document).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_forgotten_state_is_reported()
    {
        var document = File.ReadAllText(RepositoryRoot.PathOf("docs", "transfers.md"))
            .Replace("| `Expired` | proven", "| `Lost` | proven", StringComparison.Ordinal);

        Assert.Equal(
            ["state Expired is not in the document", "state Lost is not in the code"],
            Differences(document).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Differences(string document)
    {
        var tables = MarkdownTable.Read(document);
        var states = tables.Single(table => table.Columns[0] == "state").Rows.Select(row => MarkdownTable.FirstCode(row[0])!).ToArray();
        var moves = tables.Single(table => table.Columns is ["from", "to", ..]).Rows;
        var statuses = Enum.GetValues<TransferStatus>();
        return
        [
            .. Compare("state", states, statuses.Select(status => status.ToString())),
            .. Compare(
                "move",
                moves.Select(row => $"{MarkdownTable.FirstCode(row[0])} -> {MarkdownTable.FirstCode(row[1])}"),
                statuses.SelectMany(from => TransferTransitions.From(from).Select(to => $"{from} -> {to}"))),
            .. moves.SelectMany(row => row[2].Split('`').Where((_, index) => index % 2 == 1)).Distinct(StringComparer.Ordinal)
                .Where(name => typeof(TransferTransitions).Assembly.GetType($"WalletService.Domain.Transactions.{name}") is null)
                .Select(name => $"there is no class {name}"),
        ];
    }

    private static IEnumerable<string> Compare(string what, IEnumerable<string> documented, IEnumerable<string> coded)
    {
        var inDocument = documented.ToHashSet(StringComparer.Ordinal);
        var inCode = coded.ToHashSet(StringComparer.Ordinal);
        return inCode.Except(inDocument).Select(name => $"{what} {name} is not in the document")
            .Concat(inDocument.Except(inCode).Select(name => $"{what} {name} is not in the code"));
    }
}
