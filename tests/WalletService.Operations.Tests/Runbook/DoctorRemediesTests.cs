using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Runbook;

/// <summary>Where the doctor sends a reader to the runbook, there is such a heading.</summary>
public sealed partial class DoctorRemediesTests
{
    [Fact]
    public void Every_heading_that_is_named_exists()
    {
        var named = Directory.EnumerateFiles(RepositoryRoot.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Reference().Matches(File.ReadAllText(file)).Select(match => match.Groups["heading"].Value))
            .ToArray();

        Assert.True(named.Length > 15);
        Assert.Empty(named.Except(RunbookDocument.Read().Headings, StringComparer.Ordinal));
    }

    [GeneratedRegex("Runbook: (?<heading>[A-Z][\\w ]+)[.\"]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
