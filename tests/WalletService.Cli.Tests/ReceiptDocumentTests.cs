using System.Text.RegularExpressions;
using WalletService.Cli.Receipts;
using WalletService.TestKit.Servers;

namespace WalletService.Cli.Tests;

/// <summary>The example in docs/receipts.md is a receipt that verifies, and the document names every check.</summary>
public sealed partial class ReceiptDocumentTests
{
    [Fact]
    public async Task The_example_is_right_and_its_checks_are_those_that_the_document_explains()
    {
        var document = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "receipts.md"));
        using var folder = new TemporaryFolder("receipt-document");
        var file = folder.PathOf("example.json");
        await File.WriteAllTextAsync(file, Example().Match(document).Groups["json"].Value);

        var (receipt, problem) = await ReceiptFile.ReadAsync(file, default);
        Assert.Null(problem);
        var checks = ReceiptVerifier.Verify(receipt!);
        Assert.All(checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.All(checks, check => Assert.Contains($"`{check.Name}`", document, StringComparison.Ordinal));
        Assert.All(checks, check => Assert.Contains($"✓ {check.Name}: {check.Text}\n", document, StringComparison.Ordinal));

        await ReceiptFile.WriteAsync(file, receipt!, default);
        Assert.Contains(receipt!.Transaction, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
