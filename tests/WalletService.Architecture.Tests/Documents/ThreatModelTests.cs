using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>Whatever the threat model says that nobody can do is shown by a test that exists.</summary>
public sealed class ThreatModelTests
{
    private static readonly string Document = SourceTree.File("docs/security/threat-model.md").Text;

    [Fact]
    public void Every_test_that_is_named_exists() =>
        Assert.Empty(EvidenceRules.Violations(
            Document, [.. SourceTree.Ending(".cs").Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal))]));

    [Fact]
    public void Nothing_is_said_to_be_impossible_without_a_test()
    {
        var rows = Impossibilities().ToArray();

        Assert.True(rows.Length > 20);
        Assert.All(rows, row => Assert.Matches(@"`\w+(Tests|Contract)[.\w]*`[^|]*\|$", row));
    }

    /// <summary>The rows of the tables whose first column is what somebody can't do.</summary>
    private static IEnumerable<string> Impossibilities()
    {
        var isInside = false;
        foreach (var line in Document.Split('\n'))
        {
            isInside = line.StartsWith("| it can't ", StringComparison.Ordinal) || (isInside && line.StartsWith('|'));
            if (isInside && !line.StartsWith("| it can't ", StringComparison.Ordinal) && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }
}
