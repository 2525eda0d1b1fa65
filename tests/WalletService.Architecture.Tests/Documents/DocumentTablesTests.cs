using WalletService.Architecture.Tests.Repositories;
using WalletService.Contracts;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>
/// What the documents list is what the code has, no more and no less. Settings are compared in <c>ConfigurationDocumentTests</c>, where
/// the options classes are at hand.
/// </summary>
public sealed class DocumentTablesTests
{
    // Section of the requirements and how many it has: A1 to A5, and so on.
    private static readonly (char Section, int Count)[] Requirements =
        [('A', 5), ('B', 14), ('C', 10), ('D', 12), ('E', 3), ('F', 4), ('G', 9), ('H', 10), ('I', 7), ('J', 2), ('K', 1)];

    [Fact]
    public void Error_codes_are_listed_in_their_order_of_precedence() =>
        Assert.Equal(ErrorCodes.All, NamesIn("docs/error-codes.md").Where(IsErrorCode));

    [Fact]
    public void Routes_are_listed() =>
        Assert.Equal(Routes.All.Order(StringComparer.Ordinal), NamesIn("docs/api.md").Where(IsRoute).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Requirements_are_listed()
    {
        var expected = Requirements.SelectMany(part => Enumerable.Range(1, part.Count).Select(number => $"{part.Section}{number}"));

        Assert.Equal(expected, NamesIn("docs/requirements.md"));
    }

    [Fact]
    public void Names_are_read_from_the_first_column()
    {
        const string markdown = """
            | code | meaning |
            |---|---|
            | `A_B` | not `C` |
            |`D`| x |
            text `E`
            """;

        Assert.Equal(["A_B", "D"], MarkdownTables.Names(markdown));
    }

    private static IReadOnlyList<string> NamesIn(string document) => MarkdownTables.Names(SourceTree.File(document).Text);

    private static bool IsErrorCode(string name) => name.All(character => char.IsAsciiLetterUpper(character) || character == '_');

    private static bool IsRoute(string name) => name.StartsWith("wallet.", StringComparison.Ordinal) && name != Routes.EventsExchange;
}
