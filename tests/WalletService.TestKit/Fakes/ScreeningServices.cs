using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletService.Domain.Anomalies;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.TestKit.Fakes;

/// <summary>What is found out about requests before they are decided on, with default settings and no risk service.</summary>
public static class ScreeningServices
{
    public static IServiceCollection AddScreening(this IServiceCollection services)
    {
        services.TryAddSingleton<IFeatureFlags>(new FeatureDefaults(new FeatureOptions()));
        services.AddSingleton(new InspectionOptions());
        services.AddSingleton<Func<AnomalyOptions>>(() => new AnomalyOptions());
        services.AddSingleton(new RiskOptions());
        services.AddSingleton<IRiskTelemetry, RecordedRiskTelemetry>();
        services.AddSingleton<CallerInspector>();
        services.AddSingleton<RiskAssessor>();
        services.AddSingleton<RequestScreening>();
        return services;
    }

    /// <summary>By hand.</summary>
    public static RequestScreening Create(
        IPaymentHistory history,
        IRiskTelemetry? telemetry = null,
        IRiskCheck? check = null,
        RiskOptions? risk = null,
        AnomalyOptions? anomalies = null,
        IFeatureFlags? features = null)
    {
        var hearing = telemetry ?? new RecordedRiskTelemetry();
        IRiskCheck[] checks = check is null ? [] : [check];
        return new RequestScreening(
            history,
            new RiskAssessor(checks, hearing, risk ?? new RiskOptions(), TimeProvider.System),
            hearing,
            () => anomalies ?? new AnomalyOptions(),
            features ?? new FeatureDefaults(new FeatureOptions()),
            TimeProvider.System);
    }
}
