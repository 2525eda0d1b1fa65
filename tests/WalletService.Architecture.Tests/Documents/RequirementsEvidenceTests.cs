using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

public sealed class RequirementsEvidenceTests
{
    private static readonly SourceFile[] Tests =
    [
        new("tests/A.Tests/PaymentTests.cs", "public async Task Pays_once()"),
        new("tests/A.TestKit/StoreContract.cs", "public Task Keeps()"),
    ];

    [Fact]
    public void Every_test_that_is_named_exists() =>
        Assert.Empty(EvidenceRules.Violations(
            SourceTree.File("docs/requirements.md").Text,
            [.. SourceTree.Ending(".cs").Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal))]));

    [Fact]
    public void Whatever_is_done_is_shown() => Assert.Empty(EvidenceRules.Unproven(SourceTree.File("docs/requirements.md").Text));

    [Theory]
    [InlineData("| `A1` | x | done | `PaymentTests` |")]
    [InlineData("| `A1` | x | done | `PaymentTests.Pays_once`, `StoreContract.Keeps`, `./dev test` |")]
    public void What_exists_is_no_violation(string row)
    {
        Assert.Empty(EvidenceRules.Violations(row, Tests));
        Assert.Empty(EvidenceRules.Unproven(row));
    }

    [Theory]
    [InlineData("`RefundTests`", "RefundTests does not exist")]
    [InlineData("`PaymentTests.Pays`", "PaymentTests.Pays does not exist")]
    [InlineData("`StoreContract.Loses`", "StoreContract.Loses does not exist")]
    public void What_does_not_exist_is_reported(string evidence, string violation) =>
        Assert.Equal([violation], EvidenceRules.Violations($"| `A1` | x | done | {evidence} |", Tests));

    [Fact]
    public void What_is_done_and_not_shown_is_reported() =>
        Assert.Equal(["A1 is done and nothing shows it"], EvidenceRules.Unproven("| `A1` | x | done | |\n| `A2` | y | planned | |\n"));
}
