using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletService.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client to a program that has a MassTransit bus.</summary>
public static class WalletClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IWalletClient"/> over the bus that <c>AddMassTransit</c> registers, over RabbitMQ or in memory. The bus has to
    /// be in the virtual host of the service.
    /// </summary>
    public static IServiceCollection AddWalletClient(this IServiceCollection services, Action<WalletRequestOptions>? configure = null)
    {
        var options = new WalletRequestOptions();
        configure?.Invoke(options);
        services.TryAddSingleton<IWalletClient>(provider =>
            WalletClient.Over(provider.GetRequiredService<IBus>(), options, provider.GetService<TimeProvider>()));
        return services;
    }
}
