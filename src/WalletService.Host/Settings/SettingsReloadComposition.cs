using Microsoft.Extensions.Options;
using WalletService.Domain.Anomalies;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Limits;

namespace WalletService.Host.Settings;

/// <summary>Which sections may be changed while the service runs; <c>docs/configuration.md</c> lists them.</summary>
public static class SettingsReloadComposition
{
    /// <summary>Adds the reload, when there are mounted files to be looked at.</summary>
    public static void AddSettingsReload(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddReloadable<LimitsOptions>("Limits");
        services.AddReloadable<CallersOptions>("Callers", "Callers:Identity");
        services.AddReloadable<AnomalyOptions>("Anomalies");
        services.AddSingleton(new ReloadableSection(LogLevelRules.Section, LogLevelRules.FindFailures));
        if (((IConfigurationBuilder)builder.Configuration).Sources.OfType<MountedSettings>().Any())
        {
            services.AddHostedService<SettingsReload>();
        }
    }

    private static void AddReloadable<TOptions>(this IServiceCollection services, string name, params string[] needRestart)
        where TOptions : class, new() =>
        services.AddSingleton(provider =>
            ReloadableSection.Of(name, provider.GetServices<IValidateOptions<TOptions>>()) with { Fixed = needRestart });
}
