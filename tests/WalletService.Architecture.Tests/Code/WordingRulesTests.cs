using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Code;

public sealed class WordingRulesTests
{
    // The files that hold the rules' own words.
    private static readonly string[] Rules = ["WordingRules.cs", "WordingRulesTests.cs"];

    private static IEnumerable<SourceFile> Files => SourceTree.TextFiles.Where(file => !Rules.Any(file.Path.EndsWith));

    [Fact]
    public void Nothing_suppresses_a_warning() =>
        Assert.Empty(Files.Where(file => !file.Path.EndsWith(".md", StringComparison.Ordinal)).SelectMany(WordingRules.Suppressions));

    [Theory]
    [InlineData("<NoWarn>CS1591</NoWarn>")]
    [InlineData("#pragma warning disable CA1000")]
    [InlineData("#  nullable disable\n#nullable disable")]
    [InlineData("[SuppressMessage(\"a\", \"b\")]")]
    public void A_suppression_is_reported(string text) => Assert.Single(WordingRules.Suppressions(new SourceFile("a.cs", text)));

    [Fact]
    public void Nothing_is_left_unfinished() => Assert.Empty(Files.SelectMany(WordingRules.UnfinishedWork));

    [Theory]
    [InlineData("// TODO: later")]
    [InlineData("throw new NotImplementedException();")]
    public void Unfinished_work_is_reported(string text) => Assert.Single(WordingRules.UnfinishedWork(new SourceFile("a.cs", text)));

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => Assert.Empty(Files.SelectMany(WordingRules.MachinePaths));

    [Theory]
    [InlineData("/home/someone/wallet")]
    [InlineData("see /" + "work/shared")]
    [InlineData("cd /tmp/wt/name")]
    [InlineData(@"C:\Users\someone")]
    public void A_folder_of_one_machine_is_reported(string text) => Assert.Single(WordingRules.MachinePaths(new SourceFile("a.md", text)));

    [Fact]
    public void No_type_or_folder_is_named_for_nothing() =>
        Assert.Empty(Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(WordingRules.EmptyNames));

    [Theory]
    [InlineData("src/A/B.cs", "sealed class WalletManager;")]
    [InlineData("src/A/B.cs", "static class StringUtils;")]
    [InlineData("src/A/Services/B.cs", "class B;")]
    public void An_empty_name_is_reported(string path, string text) => Assert.Single(WordingRules.EmptyNames(new SourceFile(path, text)));
}
