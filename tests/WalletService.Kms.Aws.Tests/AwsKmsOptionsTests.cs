using Microsoft.Extensions.Options;

namespace WalletService.Kms.Aws.Tests;

public sealed class AwsKmsOptionsTests
{
    [Fact]
    public void Takes_a_region_alone() => Assert.True(Validate(Valid()).Succeeded);

    [Theory]
    [InlineData("http://kms.example.org", "ServiceUrl")]
    [InlineData("ftp://127.0.0.1", "ServiceUrl")]
    public void Refuses_addresses_without_tls_outside_loopback(string address, string named)
    {
        var options = Valid();
        options.ServiceUrl = new Uri(address);

        Assert.Contains(named, Validate(options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_half_of_the_credentials_without_repeating_them()
    {
        var options = Valid();
        options.SecretAccessKey = "hush";

        var result = Validate(options);
        Assert.Contains("AccessKeyId", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_attempt_that_takes_longer_than_all()
    {
        var options = Valid();
        options.AttemptTimeout = TimeSpan.FromMinutes(1);

        Assert.Contains("AttemptTimeout", Validate(options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_a_missing_region()
    {
        var result = new AwsKmsOptionsValidator().Validate(null, new AwsKmsOptions());
        Assert.Contains("Region", result.FailureMessage, StringComparison.Ordinal);
    }

    private static AwsKmsOptions Valid() => new() { Region = "eu-central-2" };

    private static ValidateOptionsResult Validate(AwsKmsOptions options) => new AwsKmsOptionsRules().Validate(null, options);
}
