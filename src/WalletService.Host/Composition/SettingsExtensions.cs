using Serilog;
using Serilog.Formatting.Json;
using WalletService.Host.Settings;

namespace WalletService.Host.Composition;

/// <summary>Where settings come from, and where logs go.</summary>
public static class SettingsExtensions
{
    /// <summary>A program whose settings don't depend on the working directory, and change only by <see cref="SettingsReload"/>.</summary>
    public static WebApplicationBuilder NewBuilder() => WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        ContentRootPath = AppContext.BaseDirectory,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    });

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

        ((IConfigurationBuilder)builder.Configuration).Add(new MountedSettings(directory));
        builder.Configuration.AddEnvironmentVariables();
    }

    /// <summary>Nothing is set that nobody would read.</summary>
    /// <exception cref="SettingsException">Names what is, and what was probably meant.</exception>
    public static void RefuseUnknownSettings(this WebApplicationBuilder builder)
    {
        string[] failures = [.. SettingsSpelling.FindFailures(builder.Configuration)];
        if (failures.Length > 0)
        {
            throw new SettingsException(failures);
        }
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
