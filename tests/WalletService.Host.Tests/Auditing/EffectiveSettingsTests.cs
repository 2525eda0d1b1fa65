using Microsoft.Extensions.Configuration;
using WalletService.Host.Auditing;
using WalletService.Host.Tests.Composition;

namespace WalletService.Host.Tests.Auditing;

/// <summary>What the audit log's hash of the settings is made of holds no secret.</summary>
public sealed class EffectiveSettingsTests
{
    [Theory]
    [InlineData("RabbitMq:Password", "s3cr3t-7781", "(set)")]
    [InlineData("Risk:Token", "s3cr3t-7781", "(set)")]
    [InlineData("AwsKms:SecretAccessKey", "s3cr3t-7781", "(set)")]
    [InlineData("SoftwareKeys:Passphrase", "s3cr3t-7781", "(set)")]
    [InlineData("Solana:RpcUrl", "https://rpc.example:8899/s3cr3t-7781?key=s3cr3t-7781", "https://rpc.example:8899")]
    [InlineData("RabbitMq:Uri", "amqp://user:s3cr3t-7781@broker.example/", "amqp://broker.example")]
    [InlineData("Postgres:ConnectionString", "Host=db;Password=s3cr3t-7781;Database=wallet", "host=db;database=wallet")]
    [InlineData("Transfers:Capacity", "500", "500")]
    [InlineData("Solana:Nodes:0:Url", "https://s3cr3t-7781@rpc.example", "https://rpc.example")]
    public void Secrets_are_left_out(string name, string value, string expected)
    {
        var settings = Read((name, value));

        Assert.Equal(expected, settings[name], ignoreCase: true);
    }

    [Fact]
    public void Neither_the_instance_nor_the_rest_of_the_environment_counts()
    {
        var settings = Read(("Service:InstanceId", "pod-1"), ("PATH", "/bin"), ("Service:KillSwitch", "true"));

        Assert.Equal(["(version)", "Service:KillSwitch"], settings.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_section_counts() =>
        Assert.Empty(CodedSetting.All().Select(setting => setting.Name.Split(':')[0]).Distinct().Except(EffectiveSettings.Sections));

    private static Dictionary<string, string> Read(params (string Name, string Value)[] settings) => EffectiveSettings
        .Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build())
        .ToDictionary(StringComparer.Ordinal);
}
