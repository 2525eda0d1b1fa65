using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletService.Domain.Anomalies;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.Simulation.Instances;

/// <summary>What is found out about requests before they are decided on, as the host does it without a risk service.</summary>
internal static class Screening
{
    public static IServiceCollection AddScreening(this IServiceCollection services)
    {
        services.TryAddSingleton<IFeatureFlags>(new FeatureDefaults(new FeatureOptions()));
        services.AddSingleton(new InspectionOptions());
        services.AddSingleton<Func<AnomalyOptions>>(() => new AnomalyOptions());
        services.AddSingleton(new RiskOptions());
        services.AddSingleton<IRiskTelemetry, Unheard>();
        services.AddSingleton<CallerInspector>();
        services.AddSingleton<RiskAssessor>();
        services.AddSingleton<RequestScreening>();
        return services;
    }

    /// <summary>The story is about what happens, and signals make nothing happen.</summary>
    private sealed class Unheard : IRiskTelemetry
    {
        public void Assessed(RiskVerdict verdict, bool isAnswered, TimeSpan duration)
        {
        }

        public void Signalled(IReadOnlyList<string> signals, PolicySubject subject, string reference)
        {
        }

        public void Found(string finding, PolicySubject subject, string reference)
        {
        }
    }
}
