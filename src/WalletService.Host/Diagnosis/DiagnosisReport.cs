using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Diagnosis;

namespace WalletService.Host.Diagnosis;

/// <summary>All that was found.</summary>
public sealed record DiagnosisReport(IReadOnlyList<Observation> Observations)
{
    /// <summary>Nothing has to be done.</summary>
    public bool IsWell => Observations.All(observation => observation.State != ObservationState.Trouble);

    /// <summary>As JSON, for scripts.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DiagnosisJson.Default.DiagnosisReport);

    /// <summary>A line for each observation, and one below it for what to do.</summary>
    public IEnumerable<string> ToLines()
    {
        var width = Observations.Max(observation => observation.Subject.Length);
        foreach (var observation in Observations)
        {
            yield return $"{MarkOf(observation.State)} {observation.Subject.PadRight(width)}  {observation.Detail}";
            if (observation.Remedy is { } remedy)
            {
                yield return $"  {new string(' ', width)}  -> {remedy}";
            }
        }

        yield return IsWell ? "Nothing has to be done." : "Something has to be done: see the lines marked with ✗. Runbook: docs/operations/runbook.md";
    }

    private static char MarkOf(ObservationState state) => state switch
    {
        ObservationState.Well => '✓',
        ObservationState.Remark => '!',
        ObservationState.Trouble => '✗',
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(DiagnosisReport))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
