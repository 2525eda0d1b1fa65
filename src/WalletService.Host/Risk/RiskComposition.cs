using Microsoft.Extensions.Options;
using WalletService.Domain.Anomalies;
using WalletService.Domain.Inspection;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Host.Composition;

namespace WalletService.Host.Risk;

/// <summary>Adds what is found out about a request before it is decided on.</summary>
internal static class RiskComposition
{
    public static void AddScreening(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddValidatedOptions<InspectionOptions, InspectionOptionsValidator>(configuration.GetSection("Inspection"));
        services.AddValidatedOptions<AnomalyOptions, AnomalyOptionsValidator>(configuration.GetSection("Anomalies"));
        services.AddValidatedOptions<RiskOptions, RiskOptionsValidator>(configuration.GetSection("Risk"));
        services.AddSingleton<IValidateOptions<RiskOptions>, RiskOptionsRules>();
        services.AddSingleton<LatestSettings<AnomalyOptions>>();
        services.AddSingleton<Func<AnomalyOptions>>(provider =>
        {
            var latest = provider.GetRequiredService<LatestSettings<AnomalyOptions>>();
            return () => latest.Value;
        });
        services.AddSingleton<IRiskTelemetry, RiskTelemetry>();
        services.AddSingleton<RiskAssessor>();
        services.AddSingleton<RequestScreening>();
        services.AddSingleton<CallerInspector>();
        if (Enum.TryParse(configuration["Risk:Transport"], ignoreCase: true, out RiskTransport transport) && transport == RiskTransport.Amqp)
        {
            services.AddAmqpRiskCheck();
        }
        else if (!string.IsNullOrEmpty(configuration["Risk:Url"]))
        {
            services.AddSingleton<IRiskCheck>(provider => new HttpRiskCheck(
                HttpRiskCheck.CreateClient(), provider.GetRequiredService<RiskOptions>()));
        }
    }
}
