using WalletService.Architecture.Tests.Repositories;
using WalletService.TestKit.Servers;

namespace WalletService.Architecture.Tests.Documents;

public sealed class LinkRulesTests
{
    [Fact]
    public void Every_link_leads_somewhere() =>
        Assert.Empty(SourceTree.Ending(".md").SelectMany(document => LinkRules.Violations(document, Exists, path => SourceTree.File(path).Text)));

    [Theory]
    [InlineData("[a](other.md)", 0)]
    [InlineData("[a](other.md#two-words--more)", 0)]
    [InlineData("[a](../docs/other.md) [b](https://example.org/x)", 0)]
    [InlineData("`[a](missing.md)`", 0)]
    [InlineData("[a](missing.md)", 1)]
    [InlineData("[a](../other.md)", 1)]
    [InlineData("[a](other.md#elsewhere)", 1)]
    [InlineData("[a](#nowhere)", 1)]
    public void A_link_that_leads_nowhere_is_reported(string text, int violations) =>
        Assert.Equal(
            violations,
            LinkRules.Violations(
                new SourceFile("docs/a.md", text),
                path => path is "docs/a.md" or "docs/other.md",
                path => path == "docs/other.md" ? "# Other\n\n## Two words: & more\n" : text).Count());

    private static bool Exists(string path) => Path.Exists(RepositoryRoot.PathOf(path.Split('/')));
}
