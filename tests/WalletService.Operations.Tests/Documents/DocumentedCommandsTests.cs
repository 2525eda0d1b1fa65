using System.Text.RegularExpressions;
using WalletService.Operations.Tests.Runbook;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Documents;

/// <summary>Whatever page tells a reader to type <c>walletctl ...</c> or <c>./dev ...</c>: there is such a command.</summary>
public sealed partial class DocumentedCommandsTests
{
    private static readonly IReadOnlyList<(string Page, string Text)> Pages =
    [
        .. Directory.EnumerateFiles(RepositoryRoot.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(RepositoryRoot.PathOf("ops"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Find(), "*.md"))
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .Select(path => (Path.GetRelativePath(RepositoryRoot.Find(), path), File.ReadAllText(path))),
    ];

    [Fact]
    public void Every_command_line_of_walletctl_is_one_that_it_takes()
    {
        var calls = Pages.SelectMany(page => CallsIn(page.Text).Select(call => (page.Page, Call: call))).ToArray();

        Assert.True(calls.Length > 30);
        Assert.Empty(calls.SelectMany(call => WalletctlSyntax.ErrorsOf(RunbookDocument.Words(call.Call)).Select(error => $"{call.Page}: {call.Call}: {error}")));
    }

    [Fact]
    public void Every_command_of_walletctl_that_a_sentence_names_exists()
    {
        var named = Pages.SelectMany(page => Named().Matches(page.Text).Select(match => (page.Page, Words: match.Groups["words"].Value))).ToArray();

        Assert.True(named.Length > 30);
        Assert.Empty(named.Where(name => !Exists(name.Words.Split(' '))).Select(name => $"{name.Page}: walletctl {name.Words}"));
    }

    [Fact]
    public void Every_command_of_dev_that_is_named_exists()
    {
        var script = File.ReadAllText(RepositoryRoot.PathOf("dev"));
        var named = Pages.SelectMany(page => NamedOfDev().Matches(page.Text).Select(match => (page.Page, Word: match.Groups["word"].Value))).ToArray();

        Assert.True(named.Length > 30);
        Assert.Empty(named.Where(name => !Regex.IsMatch(script, $"(?m)^  ([a-z-]+ \\| )*{name.Word}( \\| [a-z-]+)*\\) ", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(name => $"{name.Page}: ./dev {name.Word}"));
    }

    [Theory]
    [InlineData("```sh\nX=$(./dev walletctl transactions --user ann | head)\n```\n")]
    [InlineData("```sh\nwalletctl freeze everything   # for no reason\n```\n")]
    public void A_wrong_command_line_is_noticed(string text) =>
        Assert.NotEmpty(WalletctlSyntax.ErrorsOf(RunbookDocument.Words(Assert.Single(CallsIn(text)))));

    [Theory]
    [InlineData("transactions", false)]
    [InlineData("audit varify", false)]
    [InlineData("audit verify", true)]
    [InlineData("freeze caller", true)]
    public void A_command_that_does_not_exist_is_noticed(string words, bool exists) => Assert.Equal(exists, Exists(words.Split(' ')));

    /// <summary>The arguments of each call in a block for the shell.</summary>
    private static IEnumerable<string> CallsIn(string text) => new RunbookDocument(text).Blocks("sh")
        .SelectMany(block => Call().Matches(Placeholder().Replace(block.Replace("\\\n", " ", StringComparison.Ordinal), "something")))
        .Select(match => match.Groups["arguments"].Value);

    /// <summary>The first word is a command; the second one of its, when it has any.</summary>
    private static bool Exists(string[] words)
    {
        var command = WalletctlSyntax.Root.Subcommands.FirstOrDefault(command => command.Name == words[0]);
        return command is not null
            && (words.Length == 1 || command.Subcommands.Count == 0 || command.Subcommands.Any(child => child.Name == words[1]));
    }

    [GeneratedRegex(@"(?<![\w/.-])(\./dev )?walletctl (?<arguments>[^|)#>\n]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex("<[^>\n]*>", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("`(\\./dev )?walletctl (?<words>[a-z][a-z-]*( [a-z][a-z-]*)?)[^`]*`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\./dev (?<word>[a-z][a-z-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedOfDev();
}
