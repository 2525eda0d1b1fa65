using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WalletService.Kms.Google.Tests;

public sealed class GoogleKmsOptionsTests
{
    private static readonly Uri Loopback = new("http://127.0.0.1:1/");

    [Fact]
    public void The_tests_own_settings_are_valid()
    {
        using var services = Kms.BuildServices(Loopback);

        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [InlineData("ProjectId", "")]
    [InlineData("ProjectId", "a/b")]
    [InlineData("LocationId", "")]
    [InlineData("LocationId", "europe/west6")]
    [InlineData("KeyRingId", "")]
    [InlineData("KeyRingId", "key ring")]
    [InlineData("Environment", "")]
    [InlineData("Environment", "Production")]
    [InlineData("ProtectionLevel", "7")]
    [InlineData("AttemptTimeout", "00:00:00")]
    [InlineData("AttemptTimeout", "00:02:00")]
    [InlineData("TotalTimeout", "01:00:00")]
    [InlineData("MaxAttempts", "0")]
    [InlineData("MaxAttempts", "11")]
    [InlineData("MaxIntegrityAttempts", "0")]
    [InlineData("RetryDelay", "00:00:00")]
    [InlineData("DestroyScheduledDuration", "23:59:59")]
    [InlineData("DestroyScheduledDuration", "121.00:00:00")]
    [InlineData("WritesPerSecond", "0")]
    [InlineData("WriteBurst", "0")]
    [InlineData("BreakerFailureRatio", "0")]
    [InlineData("BreakerMinimumThroughput", "1")]
    [InlineData("BreakerBreakDuration", "00:00:00.1")]
    [InlineData("ProbeInterval", "00:00:29")]
    public void A_setting_out_of_its_range_stops_the_start_and_is_named(string setting, string value)
    {
        using var services = Kms.BuildServices(Loopback, logs: null, clock: null, (setting, value));

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://cloudkms.googleapis.com/", "None")]
    [InlineData("http://cloudkms.googleapis.com/", "ApplicationDefault")]
    [InlineData("http://10.0.0.1/", "None")]
    [InlineData("ftp://127.0.0.1/", "None")]
    public void An_address_that_would_leak_or_sign_unauthorized_is_refused(string address, string credentials)
    {
        using var services = Kms.BuildServices(new Uri(address), logs: null, clock: null, ("Credentials", credentials));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void An_attempt_may_not_last_longer_than_the_whole()
    {
        using var services = Kms.BuildServices(Loopback, logs: null, clock: null, ("AttemptTimeout", "00:00:10"), ("TotalTimeout", "00:00:05"));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void The_defaults_are_Googles_address_and_the_longest_destruction_wait()
    {
        var defaults = new GoogleKmsOptions();

        Assert.Equal(new Uri("https://cloudkms.googleapis.com/"), defaults.BaseUrl);
        Assert.Equal(TimeSpan.FromDays(120), defaults.DestroyScheduledDuration);
        Assert.Equal(GoogleKmsCredentials.ApplicationDefault, defaults.Credentials);
    }
}
