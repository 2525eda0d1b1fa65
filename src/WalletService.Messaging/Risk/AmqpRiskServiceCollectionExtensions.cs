using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Messaging;
using WalletService.Messaging.Risk;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the risk check over the broker.</summary>
public static class AmqpRiskServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IRiskCheck"/> over the broker of the section <c>RabbitMq</c>; <see cref="RiskOptions"/> are registered by the caller.</summary>
    public static IServiceCollection AddAmqpRiskCheck(this IServiceCollection services) =>
        services.AddSingleton<IRiskCheck>(provider => new AmqpRiskCheck(
            provider.GetRequiredService<RiskOptions>(), provider.GetRequiredService<IOptions<RabbitMqOptions>>()));
}
