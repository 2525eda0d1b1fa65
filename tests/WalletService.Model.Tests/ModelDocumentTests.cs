using System.Text.RegularExpressions;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Model.Tests;

/// <summary>Every rule that can be taken out of the model is taken out by a test, and <c>docs/correctness.md</c> says what happens.</summary>
public sealed partial class ModelDocumentTests
{
    private static readonly string[] Settings = ["REQUESTS", "FUNDS", "ATTEMPTS", "FAULTS"];

    [Fact]
    public void Every_rule_that_can_be_taken_out_is_taken_out_by_a_test() =>
        Assert.Equal(RulesOfTheModel(), RulesOfTheTests());

    [Fact]
    public void The_document_has_a_row_for_every_rule_that_can_be_taken_out()
    {
        var document = File.ReadAllText(RepositoryRoot.PathOf("docs", "correctness.md"));
        var table = Assert.Single(MarkdownTable.Read(document), table => table.Columns is ["taken out", ..]);

        Assert.Equal(RulesOfTheModel(), [.. table.Rows.Select(row => MarkdownTable.FirstCode(row[0])!)]);
    }

    private static SortedSet<string> RulesOfTheModel()
    {
        var model = File.ReadAllText(RepositoryRoot.PathOf("docs", "model", "transfer.pml"));
        return [.. Condition().Matches(model).Select(match => match.Groups["name"].Value).Except(Settings)];
    }

    private static SortedSet<string> RulesOfTheTests() =>
        [.. TransferModelTests.RulesTakenOut.Select(row => (string)row[0]).Where(name => !name.Contains('-', StringComparison.Ordinal))];

    [GeneratedRegex("^#ifn?def (?<name>[A-Z_]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Condition();
}
