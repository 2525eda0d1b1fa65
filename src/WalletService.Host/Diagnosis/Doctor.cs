using Microsoft.Extensions.Options;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Host.Diagnosis;

/// <summary>
/// The first diagnosis: puts the service together from the settings of this process, as the service does, but starts nothing of it, and
/// has every part examined.
/// </summary>
public static class Doctor
{
    private const string Settings = "settings";

    public static async Task<DiagnosisReport> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var service = Build();
            service.Services.GetRequiredService<IStartupValidator>().Validate();
            var observations = new List<Observation> { Observation.Well(Settings, $"They are complete, for {service.Environment.EnvironmentName}.") };
            foreach (var examination in service.Services.GetServices<IExamination>())
            {
                observations.AddRange(await RunAsync(examination, cancellationToken));
            }

            return new DiagnosisReport(observations);
        }
        catch (Exception exception) when (SettingsFailures.Of(exception) is { } failures)
        {
            return new DiagnosisReport([.. failures.Select(failure => Observation.Trouble(
                Settings, failure, "Give or correct it: see docs/configuration.md. Nothing else was looked at. Runbook: The service does not start."))]);
        }
    }

    /// <summary>One examination that fails must not keep the others from being made.</summary>
    private static async Task<IReadOnlyList<Observation>> RunAsync(IExamination examination, CancellationToken cancellationToken)
    {
        try
        {
            return await examination.ExamineAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [Observation.Trouble(
                examination.GetType().Name, $"It could not be made: {exception.GetType().Name}.", "Repair what else is said first, then look again.")];
        }
    }

    private static WebApplication Build()
    {
        var builder = SettingsExtensions.NewBuilder();
        builder.AddSettings();

        // What there is to say is in the report.
        builder.Logging.ClearProviders();
        builder.AddWalletService();
        builder.Services.AddSingleton<IExamination, ProbeExamination>();
        builder.Services.AddSingleton<IExamination, DepositLagExamination>();
        builder.Services.AddSingleton<IExamination, SafetyExamination>();
        return builder.Build();
    }
}
