using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Mutations.Tests;

/// <summary>Each rule that keeps a payment from being made twice, or not at all, is missed by a test when it is taken out.</summary>
public sealed class MutationTests(MutatedCode code) : IClassFixture<MutatedCode>
{
    public static TheoryData<string> Names() => [.. Mutations.All.Select(mutation => mutation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_test_fails_when_the_rule_is_taken_out(string name)
    {
        var mutation = Mutations.All.Single(candidate => candidate.Name == name);

        var (failed, output) = await code.TestAsync(mutation, switchedOn: name);

        Assert.True(failed, $"Nobody misses the rule \"{mutation.Rule}\":\n{output}");
    }

    [Fact]
    public async Task The_same_tests_pass_while_no_rule_is_taken_out()
    {
        var mutation = Mutations.All[0];

        var (failed, output) = await code.TestAsync(mutation, switchedOn: null);

        Assert.False(failed, output);
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_lists_every_mutation_with_its_test()
    {
        var table = MarkdownTable.Read(File.ReadAllText(RepositoryRoot.PathOf("docs", "correctness.md")))
            .Single(candidate => candidate.Columns[0] == "rule taken out");

        Assert.Equal(
            Mutations.All.Select(mutation => (mutation.Name, mutation.Test)),
            table.Rows.Select(row => (MarkdownTable.FirstCode(row[1])!, MarkdownTable.FirstCode(row[2])!)));
    }
}
