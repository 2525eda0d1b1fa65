using WalletService.CrashHost;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The crash matrix leaves nothing out, and the document shows all of it.</summary>
public sealed class CrashMatrixDocumentTests
{
    [Fact]
    public void Every_step_of_the_host_is_in_the_matrix_on_both_sides()
    {
        var points = CrashCases.All.Select(crash => (crash.Step, crash.Side)).ToHashSet();

        Assert.All(CrashStep.All, step => Assert.Superset(new HashSet<(CrashStep, CrashSide)> { (step, CrashSide.Before), (step, CrashSide.After) }, points));
        Assert.Equal(CrashCases.All.Count, CrashCases.All.Select(crash => crash.Name).Distinct().Count());
    }

    [Fact]
    public async Task The_document_lists_exactly_the_cases()
    {
        var document = await File.ReadAllTextAsync(RepositoryRoot.PathOf(CrashMatrixTable.Document));
        var begin = document.IndexOf(CrashMatrixTable.Begin, StringComparison.Ordinal);
        var end = document.IndexOf(CrashMatrixTable.End, StringComparison.Ordinal);
        var table = Assert.Single(MarkdownTable.Read(document[begin..end]));

        Assert.Equal(CrashCases.All.Select(CrashMatrixTable.Identity), table.Rows.Select(row => row.Take(3)));
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
    }
}
