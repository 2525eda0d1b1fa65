using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Kms.Google;
using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;
using WalletService.Kms.Google.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

public static class GoogleKmsServiceCollectionExtensions
{
    /// <summary>The provider in the records of these keys.</summary>
    public const string Provider = "google";

    /// <summary>Wallets' keys in Google Cloud KMS, with the health probe <c>kms</c>.</summary>
    public static IServiceCollection AddGoogleKms(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<GoogleKmsOptions, GoogleKmsOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<GoogleKmsOptions>, GoogleKmsOptionsRules>();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<AccessTokens>();
        services.AddSingleton<KmsRestClient>();
        services.AddSingleton<KmsTelemetry>();
        services.AddSingleton<LatestTraffic>();
        services.AddSingleton<CircuitBreakers>();
        services.AddSingleton<WriteQuota>();
        services.AddSingleton(provider =>
            new RetryPolicy(provider.GetRequiredService<IOptions<GoogleKmsOptions>>().Value, Random.Shared.NextDouble));
        services.AddSingleton<KmsCaller>();

        services.AddSingleton(provider => new GoogleKmsWalletKeys(
            provider.GetRequiredService<KmsCaller>(),
            provider.GetRequiredService<WriteQuota>(),
            provider.GetRequiredService<IOptions<GoogleKmsOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GoogleKmsWalletKeys>>()));
        services.AddSingleton<IKeyVault>(provider => provider.GetRequiredService<GoogleKmsWalletKeys>());
        services.AddSingleton<IKeyWrapper, GoogleKeyWrapper>();
        services.AddSingleton<IKeyRegister, GoogleKmsKeyRegister>();
        services.AddSingleton<IKeyDestruction, GoogleKmsKeyDestruction>();
        services.AddSingleton<IDependencyProbe, GoogleKmsHealth>();
        services.AddHostedService<KeyRingCreation>();
        return services;
    }
}
