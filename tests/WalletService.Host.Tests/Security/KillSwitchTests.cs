using WalletService.Host.Composition;
using WalletService.Host.Security;
using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Security;

/// <summary>When the kill switch of one instance is thrown.</summary>
public sealed class KillSwitchTests : IDisposable
{
    private readonly TemporaryFolder folder = new("kill-switch");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_throws_the_switch_while_it_is_there()
    {
        var file = folder.PathOf("stop");
        var killSwitch = new KillSwitch(new ServiceOptions { KillSwitchFile = file });
        Assert.Null(killSwitch.FindRefusal());

        File.WriteAllText(file, string.Empty);
        var refusal = killSwitch.FindRefusal();
        Assert.Equal(("WALLET_FROZEN", "everything"), (refusal!.Code, refusal.Details["scope"]));

        File.Delete(file);
        Assert.False(killSwitch.IsThrown);
    }

    [Fact]
    public void The_setting_throws_it_for_good() => Assert.True(new KillSwitch(new ServiceOptions { KillSwitch = true }).IsThrown);
}
