using Xunit.Abstractions;

namespace WalletService.Chaos.Tests;

/// <summary>A campaign of little more than a minute; <c>./dev chaos</c> runs longer ones.</summary>
public sealed class ShortCampaignTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_breaks_every_payment_has_one_effect_and_every_caller_is_told_the_truth()
    {
        await using var report = new StringWriter();
        var options = new ChaosOptions { Seed = 7, Duration = TimeSpan.FromSeconds(45), Instances = 2, Wallets = 16 };

        var isRight = await new Campaign(options, report, TimeProvider.System).RunAsync(CancellationToken.None);

        output.WriteLine(report.ToString());
        Assert.True(isRight, report.ToString());
    }
}
