using WalletService.Domain.Anomalies;
using WalletService.Domain.Auditing;
using WalletService.Domain.Balances;
using WalletService.Domain.Deposits;
using WalletService.Domain.Features;
using WalletService.Domain.Inspection;
using WalletService.Domain.Keys;
using WalletService.Domain.Risk;
using WalletService.Domain.Transactions;
using WalletService.Host.Composition;
using WalletService.Host.Events;
using WalletService.Host.Telemetry;
using WalletService.Kms.Aws;
using WalletService.Kms.Google;
using WalletService.Kms.Software;
using WalletService.Ledger.Solana;
using WalletService.Messaging;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Callers.Tokens;
using WalletService.Messaging.Limits;
using WalletService.Postgres;
using WalletService.Redis;

namespace WalletService.Host.Settings;

/// <summary>Every section of settings that is the service's own, with what may stand in it. All others belong to .NET or to nobody.</summary>
public static class KnownSettings
{
    /// <summary>Where the choice of an adapter is made.</summary>
    private const string Provider = "Provider";

    /// <summary>In alphabetical order.</summary>
    public static IReadOnlyList<SettingsSection> Sections { get; } =
    [
        new("Anomalies", typeof(AnomalyOptions)),
        new("Audit", typeof(AuditOptions)),
        new("AwsKms", typeof(AwsKmsOptions)),
        new("Balances", typeof(BalanceOptions)),
        new("Cache") { Choices = [Provider] },
        new("CallerTokens", typeof(CallerTokensOptions)),
        new("Callers", typeof(CallersOptions)),
        new("Deposits", typeof(DepositOptions)),
        new("Encryption", typeof(EncryptionOptions)) { Choices = [Provider] },
        new("EventStream", typeof(EventStreamOptions)),
        new("Features", typeof(FeatureOptions)),
        new("GoogleKms", typeof(GoogleKmsOptions)),
        new("Inspection", typeof(InspectionOptions)),
        new("KeyPool", typeof(KeyPoolOptions)),
        new("KeyRotation", typeof(KeyRotationOptions)),
        new("Keys", typeof(KeysOptions)) { Choices = [Provider] },
        new("Limits", typeof(LimitsOptions)),
        new("Messaging", typeof(MessagingOptions)),
        new("Postgres", typeof(PostgresOptions)),
        new("RabbitMq", typeof(RabbitMqOptions)),
        new("Redis", typeof(RedisOptions)),
        new("Risk", typeof(RiskOptions)),
        new("Serilog", typeof(SerilogSettings)),
        new("Service", typeof(ServiceOptions)),
        new("SoftwareKeys", typeof(SoftwareKeysOptions)),
        new("Solana", typeof(SolanaOptions)),
        new("Storage") { Choices = [Provider] },
        new("Tokens", typeof(TokenOptions)),
        new("Tracing", typeof(TracingOptions)),
        new("Transfers", typeof(TransferOptions)),
    ];

    public static SettingsSection? Find(string name) =>
        Sections.FirstOrDefault(section => section.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A section of settings.</summary>
/// <param name="Name">As operators write it.</param>
/// <param name="Options">The class that it is bound to; null when it is none.</param>
public sealed record SettingsSection(string Name, Type? Options = null)
{
    /// <summary>Settings of the section that are read by themselves.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>What the library of the log reads: <see href="https://github.com/serilog/serilog-settings-configuration"/>.</summary>
internal sealed class SerilogSettings
{
    public LevelSettings MinimumLevel { get; } = new();

    public object? AuditTo { get; set; }

    public object? Destructure { get; set; }

    public object? Enrich { get; set; }

    public object? Filter { get; set; }

    public object? FilterSwitches { get; set; }

    public object? LevelSwitches { get; set; }

    public object? Properties { get; set; }

    public object? Using { get; set; }

    public object? WriteTo { get; set; }
}

internal sealed class LevelSettings
{
    public string? Default { get; set; }

    public string? ControlledBy { get; set; }

    public IDictionary<string, string> Override { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
