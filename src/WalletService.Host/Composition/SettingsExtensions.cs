using Serilog;
using Serilog.Formatting.Json;

namespace WalletService.Host.Composition;

/// <summary>Where settings come from, and where logs go.</summary>
public static class SettingsExtensions
{
    /// <summary>Environment variables, over mounted files (one setting per file) when <c>Service:SettingsDirectory</c> names a folder.</summary>
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Service:SettingsDirectory"] is not { Length: > 0 } directory)
        {
            return;
        }

        if (!Directory.Exists(directory))
        {
            throw new SettingsException($"Service:SettingsDirectory: there is no folder '{directory}'.");
        }

        builder.Configuration.AddKeyPerFile(directory, optional: false, reloadOnChange: false);
        builder.Configuration.AddEnvironmentVariables();
    }

    /// <summary>One JSON object a line on standard output; levels by the settings under <c>Serilog</c>.</summary>
    public static void AddJsonLogs(this WebApplicationBuilder builder)
    {
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft.AspNetCore", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("MassTransit", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", Serilog.Events.LogEventLevel.Warning)
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .WriteTo.Console(new JsonFormatter(renderMessage: true))
            .CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(Log.Logger, dispose: false);
    }
}
