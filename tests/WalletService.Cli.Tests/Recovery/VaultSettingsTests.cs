using WalletService.Cli.Recovery;
using WalletService.Host.Composition;

namespace WalletService.Cli.Tests.Recovery;

/// <summary>Which vaults an operator's environment sets, and which of them wraps data keys.</summary>
public sealed class VaultSettingsTests
{
    private const string Google = "GoogleKms__ProjectId=p";
    private const string Aws = "AwsKms__Region=eu-central-2";

    [Theory]
    [InlineData(KeysProvider.GoogleKms, Google)]
    [InlineData(KeysProvider.AwsKms, Aws)]
    [InlineData(KeysProvider.AwsKms, Google, Aws, "Keys__Provider=AwsKms")]
    [InlineData(KeysProvider.GoogleKms, Google, Aws, "Keys__Provider=AwsKms", "Encryption__Provider=GoogleKms")]
    [InlineData(KeysProvider.GoogleKms, Google, Aws, "Keys__Provider=GoogleKms", "Encryption__Provider=Keys")]
    [InlineData(null, Google, "Encryption__Provider=None")]
    [InlineData(null, Google, "Keys__Provider=Software")]
    [InlineData(null, "Keys__Provider=AwsKms")]
    public void The_vault_that_wraps_is_the_one_that_the_service_takes(KeysProvider? expected, params string[] environment) =>
        Assert.Equal(expected, Of(environment).FindWrapping());

    [Theory]
    [InlineData("by Keys__Provider or Encryption__Provider", Google, Aws)]
    [InlineData("AwsKms__Region is missing: Keys__Provider is 'AwsKms'", Google, "Keys__Provider=AwsKms")]
    [InlineData("GoogleKms__ProjectId is missing: Encryption__Provider", Aws, "Keys__Provider=AwsKms", "Encryption__Provider=GoogleKms")]
    [InlineData("Keys__Provider is 'Aws', and may be one of: Software, GoogleKms, AwsKms", Aws, "Keys__Provider=Aws")]
    public void Never_is_another_one_taken_in_its_place(string problem, params string[] environment) =>
        Assert.Contains(problem, Assert.Throws<SettingsException>(() => Of(environment).FindWrapping()).Message, StringComparison.Ordinal);

    [Fact]
    public void Both_vaults_are_read_when_both_are_set() =>
        Assert.Equal([KeysProvider.GoogleKms, KeysProvider.AwsKms], Of(Google, Aws).Require());

    [Theory]
    [InlineData("GoogleKms__ProjectId and the others of Cloud KMS, AwsKms__Region and the others of AWS KMS")]
    [InlineData("AwsKms__Region is missing: Keys__Provider is 'AwsKms'", Google, "Keys__Provider=AwsKms")]
    [InlineData("GoogleKms__ProjectId is missing: Keys__AlsoServing__1 is 'GoogleKms'", Aws, "Keys__Provider=AwsKms", "Keys__AlsoServing__1=GoogleKms")]
    public void A_vault_that_is_missing_is_named_with_its_setting(string problem, params string[] environment) =>
        Assert.Contains(problem, Assert.Throws<SettingsException>(() => Of(environment).Require()).Message, StringComparison.Ordinal);

    private static VaultSettings Of(params string[] environment)
    {
        var values = environment.Select(each => each.Split('=')).ToDictionary(each => each[0], each => each[1], StringComparer.Ordinal);
        return new VaultSettings(values.GetValueOrDefault);
    }
}
