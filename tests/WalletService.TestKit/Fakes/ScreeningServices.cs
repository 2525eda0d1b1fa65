using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Anomalies;
using WalletService.Domain.Inspection;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.TestKit.Fakes;

/// <summary>What is found out about requests before they are decided on, with default settings and no risk service.</summary>
public static class ScreeningServices
{
    public static IServiceCollection AddScreening(this IServiceCollection services)
    {
        services.AddSingleton(new InspectionOptions());
        services.AddSingleton(new AnomalyOptions());
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
        AnomalyOptions? anomalies = null)
    {
        var hearing = telemetry ?? new RecordedRiskTelemetry();
        IRiskCheck[] checks = check is null ? [] : [check];
        return new RequestScreening(
            history,
            new RiskAssessor(checks, hearing, risk ?? new RiskOptions(), TimeProvider.System),
            hearing,
            anomalies ?? new AnomalyOptions(),
            TimeProvider.System);
    }
}
