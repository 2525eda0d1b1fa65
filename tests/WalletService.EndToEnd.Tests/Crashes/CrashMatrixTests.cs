namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The service process is killed at every step boundary, once each, and every time all ends as if it had not been.</summary>
public sealed class CrashMatrixTests(CrashMatrix matrix) : IClassFixture<CrashMatrix>
{
    public static TheoryData<string> Names => [.. CrashCases.All.Select(crash => crash.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Killed_there_it_has_one_effect_and_one_final_record(string name)
    {
        var crash = CrashCases.All.Single(crash => crash.Name == name);

        var result = await matrix.ResultOfAsync(crash);

        Assert.Equal(crash, result.Case);
    }

    [Fact]
    public void Nothing_that_was_signed_before_a_kill_pays_a_second_time_later() => Assert.Empty(matrix.PaidTwice);
}
