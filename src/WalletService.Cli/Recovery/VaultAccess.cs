using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;
using WalletService.Kms.Aws;
using WalletService.Kms.Google;

namespace WalletService.Cli.Recovery;

/// <summary>
/// The vaults, with the settings by which the service finds them: environment variables <c>GoogleKms__*</c> and <c>AwsKms__*</c>.
/// </summary>
internal static class VaultAccess
{
    /// <summary>For the descriptions of commands.</summary>
    public const string Settings = "GoogleKms__* and AwsKms__* as for the service";

    private const int MostItems = 16;

    /// <summary>Every vault that is set.</summary>
    /// <exception cref="SettingsException">None is, or not one that the service would need.</exception>
    public static ServiceProvider Open(Func<string, string?> environment)
    {
        var services = new ServiceCollection().AddLogging();
        foreach (var provider in new VaultSettings(environment).Require())
        {
            Add(services, provider, environment);
        }

        return services.BuildServiceProvider();
    }

    /// <summary>The keys of all vaults, one vault after the other.</summary>
    public static async IAsyncEnumerable<RegisteredKey> ReadKeysAsync(
        IServiceProvider vaults, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var register in vaults.GetServices<IKeyRegister>())
        {
            await foreach (var key in register.ReadAsync(cancellationToken))
            {
                yield return key;
            }
        }
    }

    /// <summary>What opens encrypted names and encrypts them, when the environment names a vault.</summary>
    /// <exception cref="SettingsException">Which vault encrypts can't be told.</exception>
    public static IServiceCollection AddNames(IServiceCollection services, Func<string, string?> environment)
    {
        var settings = new VaultSettings(environment);
        if (settings.FindWrapping() is not { } wrapping)
        {
            return services;
        }

        foreach (var provider in settings.Set)
        {
            Add(services, provider, environment);
        }

        var word = wrapping == KeysProvider.AwsKms ? AwsKmsServiceCollectionExtensions.Provider : GoogleKmsServiceCollectionExtensions.Provider;
        return services.AddSingleton(provider =>
        {
            var wrappers = provider.GetServices<IKeyWrapper>().ToArray();
            return new KeyWrappers(wrappers.First(wrapper => wrapper.Provider == word), wrappers);
        });
    }

    private static void Add(IServiceCollection services, KeysProvider provider, Func<string, string?> environment)
    {
        if (provider == KeysProvider.AwsKms)
        {
            services.AddAwsKms(Read<AwsKmsOptions>("AwsKms", environment));
        }
        else
        {
            services.AddGoogleKms(Read<GoogleKmsOptions>("GoogleKms", environment));
        }
    }

    private static IConfiguration Read<TOptions>(string section, Func<string, string?> environment)
    {
        var values = typeof(TOptions).GetProperties()
            .Select(property => property.Name)
            .SelectMany(name => Enumerable.Range(0, MostItems)
                .Select(index => string.Create(CultureInfo.InvariantCulture, $"{name}:{index}"))
                .Prepend(name))
            .Select(name => KeyValuePair.Create(name, environment($"{section}__{name.Replace(":", "__", StringComparison.Ordinal)}")))
            .Where(setting => setting.Value is not null);
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
