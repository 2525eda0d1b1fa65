using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.TestKit.Servers.Aws;

namespace WalletService.Kms.Aws.Tests;

/// <summary>The adapter against the fake of AWS KMS.</summary>
internal sealed class AwsKmsVault : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private AwsKmsVault(FakeAwsKms aws, ServiceProvider services)
    {
        Aws = aws;
        this.services = services;
    }

    public FakeAwsKms Aws { get; }

    public IKeyVault Keys => services.GetRequiredService<IKeyVault>();

    public IKeyWrapper Wrapper => services.GetRequiredService<IKeyWrapper>();

    public IKeyRegister Register => services.GetRequiredService<IKeyRegister>();

    public IKeyDestruction Destruction => services.GetRequiredService<IKeyDestruction>();

    public IDependencyProbe Probe => services.GetRequiredService<IDependencyProbe>();

    public static async Task<AwsKmsVault> StartAsync(params (string Name, string Value)[] settings)
    {
        var aws = await FakeAwsKms.StartAsync();
        (string Name, string Value)[] all = [.. aws.Settings.Select(setting => (setting.Key, setting.Value)), .. settings];
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(all.Reverse().DistinctBy(setting => setting.Name).Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        return new AwsKmsVault(aws, new ServiceCollection().AddAwsKms(section).BuildServiceProvider(validateScopes: true));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Aws.DisposeAsync();
    }
}
