using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Policies;

/// <summary>The form of <c>transfers.policy</c>.</summary>
internal static class StoredPolicies
{
    public static string? Write(TransferPolicy? policy) => policy is null
        ? null
        : JsonSerializer.Serialize(
            new Kept(
                policy.Pin,
                policy.Facts.Movements?.Select(movement => new Movement(
                    movement.Asset.ToString(), movement.Amount, movement.Recipient?.Value, movement.RecipientKnownSince)).ToArray(),
                [.. policy.Facts.Programs.Select(program => program.Value)],
                [.. policy.Facts.Findings.Select(finding => new Finding(finding.Name, finding.Detail))],
                [.. policy.Facts.Signals],
                policy.Facts.Risk.ToString(),
                policy.Facts.IsDeclared,
                policy.Facts.Digest,
                [.. policy.Demands.Select(demand => new Demand(
                    demand.Scope.KindName,
                    demand.Scope.Subject,
                    [.. demand.Approvers.Select(approver => approver.Value)],
                    demand.Required,
                    (long)demand.Expiry.TotalSeconds))],
                policy.ApprovalsUntil,
                [.. policy.Approvals.Select(approval => new Given(approval.Approver.Value, approval.At))]),
            StoredPoliciesContext.Default.Kept);

    public static TransferPolicy? Read(string? json)
    {
        if (json is null || JsonSerializer.Deserialize(json, StoredPoliciesContext.Default.Kept) is not { } kept)
        {
            return null;
        }

        return new TransferPolicy
        {
            Pin = kept.Pin,
            Facts = new PolicyFacts
            {
                Movements = kept.Movements is null ? null : [.. kept.Movements.Select(ToMovement)],
                Programs = [.. kept.Programs.Select(SolanaAddress.Parse)],
                Findings = [.. kept.Findings.Select(finding => new PolicyFinding(finding.Name, finding.Detail))],
                Signals = kept.Signals,
                Risk = Enum.Parse<RiskVerdict>(kept.Risk),
                IsDeclared = kept.IsDeclared,
                Digest = kept.Digest,
            },
            Demands =
            [
                .. kept.Demands.Select(demand => new ApprovalDemand(
                    PolicyScope.Parse(demand.Scope, demand.Subject),
                    [.. demand.Approvers.Select(CallerId.Parse)],
                    demand.Required,
                    TimeSpan.FromSeconds(demand.ExpirySeconds))),
            ],
            ApprovalsUntil = kept.ApprovalsUntil,
            Approvals = [.. kept.Approvals.Select(given => new Approval(CallerId.Parse(given.Approver), given.At))],
        };
    }

    private static AssetMovement ToMovement(Movement movement) => new(
        Asset.Parse(movement.Asset), movement.Amount, movement.Recipient is null ? null : SolanaAddress.Parse(movement.Recipient))
    {
        RecipientKnownSince = movement.KnownSince,
    };

    internal sealed record Kept(
        string Pin,
        Movement[]? Movements,
        string[] Programs,
        Finding[] Findings,
        string[] Signals,
        string Risk,
        bool IsDeclared,
        string? Digest,
        Demand[] Demands,
        DateTimeOffset? ApprovalsUntil,
        Given[] Approvals);

    internal sealed record Movement(string Asset, ulong Amount, string? Recipient, DateTimeOffset? KnownSince);

    internal sealed record Finding(string Name, string Detail);

    internal sealed record Demand(string Scope, string Subject, string[] Approvers, int Required, long ExpirySeconds);

    internal sealed record Given(string Approver, DateTimeOffset At);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPolicies.Kept))]
internal sealed partial class StoredPoliciesContext : JsonSerializerContext;
