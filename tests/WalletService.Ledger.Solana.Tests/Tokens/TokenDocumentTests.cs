using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Tokens;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>docs/tokens.md tells operators what the code does.</summary>
public sealed class TokenDocumentTests
{
    private static readonly string Document = File.ReadAllText(RepositoryRoot.PathOf("docs", "tokens.md"));

    [Fact]
    public void The_table_of_extensions_is_that_of_the_code()
    {
        var table = MarkdownTable.Read(Document).Single(table => table.Columns[0] == "extension");

        Assert.Equal(
            MintDangers.OfMints.Select(type => $"{type}: {Words(MintDangers.HandlingOf(type))}").Order(StringComparer.Ordinal),
            table.Rows.Select(row => $"{MarkdownTable.FirstCode(row[0])}: {row[1]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_errors_is_that_of_the_code()
    {
        var table = MarkdownTable.Read(Document).Single(table => table.Columns[0] == "error");

        Assert.Equal(
            TokenErrorMeanings.ByNumber.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}: {entry.Value}"),
            table.Rows.Select(row => $"{MarkdownTable.FirstCode(row[0])}: {row[2]}"));
    }

    private static string Words(ExtensionHandling handling) => handling switch
    {
        ExtensionHandling.Accepted => "accepted",
        ExtensionHandling.RefusedUnlessAllowed => "refused unless allowed",
        ExtensionHandling.DecidedByProgram => "by its program",
        ExtensionHandling.Refused => "refused",
    };
}
