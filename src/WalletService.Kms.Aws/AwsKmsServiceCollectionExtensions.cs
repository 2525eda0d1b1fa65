using Amazon;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Kms.Aws;

namespace Microsoft.Extensions.DependencyInjection;

public static class AwsKmsServiceCollectionExtensions
{
    /// <summary>The provider in the records of these keys.</summary>
    public const string Provider = "aws";

    /// <summary>Wallets' keys in AWS KMS, with the health probe <c>aws-kms</c>.</summary>
    public static IServiceCollection AddAwsKms(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<AwsKmsOptions, AwsKmsOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<AwsKmsOptions>, AwsKmsOptionsRules>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAmazonKeyManagementService>(provider => ClientOf(provider.GetRequiredService<IOptions<AwsKmsOptions>>().Value));
        services.AddSingleton<AwsKmsCaller>();
        services.AddSingleton<AwsKmsWalletKeys>();
        services.AddSingleton<IKeyVault>(provider => provider.GetRequiredService<AwsKmsWalletKeys>());
        services.AddSingleton<IKeyWrapper, AwsKeyWrapper>();
        services.AddSingleton<IKeyRegister, AwsKmsKeyRegister>();
        services.AddSingleton<IKeyDestruction, AwsKmsKeyDestruction>();
        services.AddSingleton<IDependencyProbe, AwsKmsHealth>();
        return services;
    }

    private static AmazonKeyManagementServiceClient ClientOf(AwsKmsOptions options)
    {
        var configuration = new AmazonKeyManagementServiceConfig
        {
            // Repetition and time-outs are the caller's: it knows what may be repeated.
            MaxErrorRetry = 0,
            Timeout = options.AttemptTimeout,
        };
        if (options.ServiceUrl is { } address)
        {
            configuration.ServiceURL = address.ToString();
            configuration.AuthenticationRegion = options.Region;
        }
        else
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return string.IsNullOrEmpty(options.AccessKeyId)
            ? new AmazonKeyManagementServiceClient(configuration)
            : new AmazonKeyManagementServiceClient(new BasicAWSCredentials(options.AccessKeyId, options.SecretAccessKey), configuration);
    }
}
