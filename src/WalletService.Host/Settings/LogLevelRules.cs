using Serilog.Events;

namespace WalletService.Host.Settings;

/// <summary>Levels of the log: Serilog itself passes over a word that it does not know.</summary>
internal static class LogLevelRules
{
    public const string Section = "Serilog:MinimumLevel";

    public static IEnumerable<string> FindFailures(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        return section.GetChildren().SelectMany(child => child.GetChildren().Prepend(child))
            .Where(setting => setting.Value is { } value && !Enum.TryParse<LogEventLevel>(value, ignoreCase: true, out _))
            .Select(setting => $"{setting.Path} is one of: {string.Join(", ", Enum.GetNames<LogEventLevel>())}.");
    }
}
