namespace WalletService.Architecture.Tests.Projects;

/// <summary>Which project of <c>src</c> may refer to which others, and to which packages. Everything else is a violation.</summary>
internal static class ProjectRules
{
    private const string Prefix = "WalletService.";

    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Contracts"] = [],
        ["Domain"] = [],
        ["Solana"] = [],
        ["Ledger.Solana"] = ["Domain", "Solana"],
        ["Kms.Google"] = ["Domain", "Solana"],
        ["Kms.Aws"] = ["Domain", "Solana"],
        ["Kms.Software"] = ["Domain", "Solana"],
        ["Postgres"] = ["Domain"],
        ["Redis"] = ["Domain"],
        ["Embedded"] = ["Domain"],
        ["Messaging"] = ["Contracts", "Domain"],
        ["Client"] = ["Contracts"],
        ["Cli"] = ["Client", "Domain", "Host", "Kms.Aws", "Kms.Google", "Postgres", "Solana"],
        ["Host"] = ["Contracts", "Domain", "Solana", "Ledger.Solana", "Kms.Aws", "Kms.Google", "Kms.Software", "Postgres", "Redis", "Embedded", "Messaging"],
        ["Quickstart"] = ["Host", "Client"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Contracts"] = [],
        ["Domain"] = [],
        ["Solana"] = [],
        ["Ledger.Solana"] = ["Polly.Core"],
        ["Kms.Google"] = ["Google.Apis.Auth", "Polly.Core"],
        ["Kms.Aws"] = ["AWSSDK.KeyManagementService", "Polly.Core"],
        ["Kms.Software"] = [],
        ["Postgres"] = ["Dapper", "Npgsql", "Polly.Core"],
        ["Redis"] = ["Polly.Core", "StackExchange.Redis"],
        ["Embedded"] = [],
        ["Messaging"] = ["MassTransit.RabbitMQ", "Microsoft.IdentityModel.JsonWebTokens"],
        ["Client"] = ["MassTransit.RabbitMQ"],
        ["Cli"] = ["Spectre.Console", "System.CommandLine"],
        ["Host"] =
        [
            "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol",
            "Serilog", "Serilog.Extensions.Logging", "Serilog.Settings.Configuration", "Serilog.Sinks.Console",
        ],
        ["Quickstart"] = ["Spectre.Console"],
    };

    public static IEnumerable<string> Violations(ProjectFile project)
    {
        if (!AllowedProjects.TryGetValue(Short(project.Name), out var projects))
        {
            return [$"{project.Name} is not known to the rules of the architecture"];
        }

        return
        [
            .. project.Projects.Where(name => !projects.Contains(Short(name))).Select(name => $"{project.Name} must not refer to {name}"),
            .. project.Packages.Except(AllowedPackages[Short(project.Name)]).Select(name => $"{project.Name} must not use the package {name}"),
        ];
    }

    private static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
