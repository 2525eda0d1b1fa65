using Microsoft.Extensions.Options;

namespace WalletService.Host.Composition;

/// <summary>Registrations that the container lacks.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Options that are checked when the host starts, and can be injected as themselves.</summary>
    public static void AddValidatedOptions<TOptions, TValidator>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptionsWithValidateOnStart<TOptions, TValidator>().Bind(section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
    }

    /// <summary>Wraps the registered service of a port in a decorator that takes it as its first argument.</summary>
    public static void Decorate<TPort, TDecorator>(this IServiceCollection services)
        where TPort : class
        where TDecorator : class, TPort
    {
        var inner = services.Last(descriptor => descriptor.ServiceType == typeof(TPort));
        services.Remove(inner);
        services.AddSingleton<TPort>(provider => ActivatorUtilities.CreateInstance<TDecorator>(provider, (TPort)Create(provider, inner)));
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor descriptor) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
