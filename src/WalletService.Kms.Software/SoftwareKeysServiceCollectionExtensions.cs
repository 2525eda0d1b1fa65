using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Kms.Software;

namespace Microsoft.Extensions.DependencyInjection;

public static class SoftwareKeysServiceCollectionExtensions
{
    /// <summary>The provider in the records of these keys.</summary>
    public const string Provider = "software";

    /// <summary>Wallets' keys in this process, for development, with the health probe <c>kms</c>. The host refuses to start with them in Production.</summary>
    public static IServiceCollection AddSoftwareKeys(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<SoftwareKeysOptions, SoftwareKeysOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<SoftwareKeysOptions>, SoftwareKeysOptionsRules>();
        services.AddLogging();
        services.AddSingleton<SoftwareWalletKeys>();
        services.AddSingleton<IKeyVault>(provider => provider.GetRequiredService<SoftwareWalletKeys>());
        services.AddSingleton<IKeyWrapper, SoftwareKeyWrapper>();
        services.AddSingleton<IDependencyProbe, SoftwareKeysHealth>();
        return services;
    }
}
