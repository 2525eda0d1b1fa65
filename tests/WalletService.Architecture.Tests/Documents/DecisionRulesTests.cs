using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

public sealed class DecisionRulesTests
{
    private const string Right = "# 0001 A choice\n\nStatus: accepted\n\n## Context\n\n## Decision\n\n## Rationale\n\n## Consequences\n";
    private const string Index = "| [0001](0001-a-choice.md) | A choice |";

    [Fact]
    public void Every_decision_has_its_form_and_is_in_the_index() =>
        Assert.Empty(DecisionRules.Violations(
            [
                .. SourceTree.Ending(".md").Where(file =>
                    file.Path.StartsWith("docs/decisions/", StringComparison.Ordinal) && !file.Path.EndsWith("/README.md", StringComparison.Ordinal)),
            ],
            SourceTree.File("docs/decisions/README.md").Text));

    [Fact]
    public void A_right_decision_is_no_violation() => Assert.Empty(Violations("0001-a-choice.md", Right, Index));

    [Theory]
    [InlineData("0002-a-choice.md", "", "", "0002-a-choice.md is not number 0001 in name and title")]
    [InlineData("0001-a-choice.md", "# 0001", "# 0003", "0001-a-choice.md is not number 0001 in name and title")]
    [InlineData("0001-a-choice.md", "accepted", "unclear", "0001-a-choice.md has no status")]
    [InlineData("0001-a-choice.md", "## Rationale", "## Reasons", "0001-a-choice.md has not the sections ## Context, ## Decision, ## Rationale, ## Consequences")]
    [InlineData("0001-another.md", "", "", "0001-another.md is not in the index")]
    public void A_wrong_decision_is_reported(string name, string text, string replacement, string violation) =>
        Assert.Contains(
            violation,
            Violations(name, text.Length == 0 ? Right : Right.Replace(text, replacement, StringComparison.Ordinal), Index));

    private static IEnumerable<string> Violations(string name, string text, string index) =>
        DecisionRules.Violations([new SourceFile($"docs/decisions/{name}", text)], index);
}
