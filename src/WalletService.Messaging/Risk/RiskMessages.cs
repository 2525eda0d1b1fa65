using System.Globalization;
using System.Text.Json;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.Messaging.Risk;

/// <summary>What a risk service is asked and answers, in JSON, as <c>docs/risk.md</c> describes; the same whatever carries it.</summary>
public static class RiskMessages
{
    /// <summary>The dependency's name in errors.</summary>
    public const string Dependency = "risk-service";

    /// <summary>An answer is a few words; what is longer is not read.</summary>
    public const int MostBytes = 64 * 1024;

    public static byte[] Write(RiskQuestion question) => JsonSerializer.SerializeToUtf8Bytes(ToBody(question), RiskJson.Default.RiskRequestBody);

    /// <exception cref="PortUnavailableException">The answer is not one of those that there are.</exception>
    public static RiskVerdict Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MostBytes)
        {
            throw new PortUnavailableException(Dependency, "The answer of the risk service is too long.");
        }

        try
        {
            return JsonSerializer.Deserialize(json, RiskJson.Default.RiskResponseBody)?.Verdict switch
            {
                "allow" => RiskVerdict.Allow,
                "review" => RiskVerdict.Review,
                "deny" => RiskVerdict.Deny,
                _ => throw new PortUnavailableException(Dependency, "The risk service answered with no verdict that is known."),
            };
        }
        catch (JsonException exception)
        {
            throw new PortUnavailableException(Dependency, "The risk service did not answer in JSON.", exception);
        }
    }

    private static RiskRequestBody ToBody(RiskQuestion question) => new()
    {
        Reference = question.Reference,
        Kind = JsonNamingPolicy.CamelCase.ConvertName(question.Subject.Kind.ToString()),
        Caller = question.Subject.Caller.Value,
        UserId = question.Subject.UserId.Value,
        WalletId = question.Subject.WalletId.ToString(),
        Address = question.Address.Value,
        Movements = [.. question.Subject.Movements.Select(movement => new RiskMovementBody
        {
            Asset = movement.Asset.ToString(),
            Amount = movement.Amount.ToString(CultureInfo.InvariantCulture),
            Recipient = movement.Recipient?.Value,
        })],
        Programs = [.. question.Subject.Programs.Select(program => program.Value)],
        Findings = [.. question.Subject.Findings.Select(finding => finding.Name)],
        Signals = question.Subject.Signals,
        At = question.Subject.At,
    };
}
