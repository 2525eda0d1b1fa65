using WalletService.CrashHost;

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
}
