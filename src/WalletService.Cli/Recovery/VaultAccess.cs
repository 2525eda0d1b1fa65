using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Kms.Google;

namespace WalletService.Cli.Recovery;

/// <summary>The vault with the settings by which the service finds it: environment variables <c>GoogleKms__*</c>.</summary>
internal static class VaultAccess
{
    private const string Section = "GoogleKms";
    private const int MostLocations = 16;

    public static ServiceProvider Open(Func<string, string?> environment) =>
        new ServiceCollection().AddLogging().AddGoogleKms(Settings(environment)).BuildServiceProvider();

    /// <summary>What opens encrypted names, when the environment names the vault.</summary>
    public static IServiceCollection AddNames(IServiceCollection services, Func<string, string?> environment)
    {
        if (string.IsNullOrEmpty(environment($"{Section}__{nameof(GoogleKmsOptions.ProjectId)}")))
        {
            return services;
        }

        return services
            .AddGoogleKms(Settings(environment))
            .AddSingleton(provider => new KeyWrappers(provider.GetRequiredService<IKeyWrapper>(), [provider.GetRequiredService<IKeyWrapper>()]));
    }

    private static IConfiguration Settings(Func<string, string?> environment)
    {
        var values = typeof(GoogleKmsOptions).GetProperties()
            .Select(property => property.Name)
            .SelectMany(name => Enumerable.Range(0, MostLocations)
                .Select(index => string.Create(CultureInfo.InvariantCulture, $"{name}:{index}"))
                .Prepend(name))
            .Select(name => KeyValuePair.Create(name, environment($"{Section}__{name.Replace(":", "__", StringComparison.Ordinal)}")))
            .Where(setting => setting.Value is not null);
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
