using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using WalletService.TestKit.Servers;

namespace WalletService.Kms.Software.Tests;

/// <summary>The adapter, composed as the host composes it.</summary>
internal static class SoftwareKeysServices
{
    public static readonly string Passphrase = TestSecrets.Add("correct horse battery staple");

    public static ServiceProvider Build(string? environment = null, params (string Key, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new FixedEnvironment { EnvironmentName = environment ?? Environments.Development });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value))
            .Build();
        services.AddSoftwareKeys(configuration);
        return services.BuildServiceProvider();
    }

    private sealed class FixedEnvironment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
