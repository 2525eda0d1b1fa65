using Serilog;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;
using WalletService.Host.Diagnosis;
using WalletService.Host.Events;
using WalletService.Host.Health;
using WalletService.Host.Metrics;
using WalletService.Host.Security;
using WalletService.Host.Telemetry;
using WalletService.Postgres.Migrations;

namespace WalletService.Host;

/// <summary>
/// The commands of the program: without arguments it serves; <c>migrate</c> brings the database's schema up to date and ends; <c>doctor</c>
/// looks at all that the service needs and ends.
/// </summary>
public static class HostCommand
{
    private const int Success = 0;
    private const int WrongUsage = 2;

    /// <summary><c>doctor</c> found something that has to be done.</summary>
    private const int NotWell = 1;

    /// <summary>EX_UNAVAILABLE of sysexits.h: try again later.</summary>
    private const int Unavailable = 69;

    /// <summary>EX_CONFIG of sysexits.h: the settings, or the database's schema, have to be put right first.</summary>
    public const int WrongSettings = 78;

    /// <param name="args">The command.</param>
    /// <param name="adjust">Changes to the service's registrations, for programs that run it with something in between.</param>
    public static async Task<int> RunAsync(string[] args, Action<IServiceCollection>? adjust = null)
    {
        try
        {
            return args switch
            {
                [] => await ServeAsync(adjust),
                ["migrate"] => await MigrateAsync(),
                ["doctor"] => await DiagnoseAsync(isJson: false),
                ["doctor", "--json"] => await DiagnoseAsync(isJson: true),
                _ => await ExplainAsync(args),
            };
        }
        catch (Exception exception) when (SettingsFailures.Of(exception) is { } failures)
        {
            return await RefuseAsync(failures);
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }

    /// <summary>The whole service, configured by <paramref name="builder"/>'s settings, ready to be started.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, Action<IServiceCollection>? adjust = null)
    {
        builder.AddWalletService();
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.StartTracing();
        app.MapHealth();
        app.MapMetrics();
        app.MapEventStream();
        return app;
    }

    private static async Task<int> ServeAsync(Action<IServiceCollection>? adjust)
    {
        await using var app = Build(NewBuilder(), adjust);
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (Environment.ExitCode != Success)
        {
            // A check has stopped the process, and told why, while other parts were still starting.
        }

        return Environment.ExitCode;
    }

    private static async Task<int> MigrateAsync()
    {
        var builder = NewBuilder();
        builder.AddMigration();
        await using var app = builder.Build();
        try
        {
            var applied = await app.Services.GetRequiredService<PostgresMigrator>().MigrateAsync(CancellationToken.None);
            await Console.Out.WriteLineAsync(
                applied == 0 ? "The schema is up to date." : $"Applied {applied} migration(s); the schema is up to date.");
            return Success;
        }
        catch (Exception exception) when (exception is SchemaException or PortUnavailableException)
        {
            await Console.Error.WriteLineAsync($"The schema is not up to date. {exception.Message}");
            return exception is SchemaException ? WrongSettings : Unavailable;
        }
    }

    private static async Task<int> DiagnoseAsync(bool isJson)
    {
        var report = await Doctor.ExamineAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(isJson ? report.ToJson() : string.Join('\n', report.ToLines()));
        return report.IsWell ? Success : NotWell;
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = SettingsExtensions.NewBuilder();
        builder.AddSettings();
        builder.AddJsonLogs();
        return builder;
    }

    private static async Task<int> ExplainAsync(string[] args)
    {
        await Console.Error.WriteLineAsync($"Unknown command '{string.Join(' ', args)}'. Run without arguments to serve, or with 'migrate' or 'doctor'.");
        return WrongUsage;
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> failures)
    {
        await Console.Error.WriteLineAsync("The service does not start, because of its settings:");
        foreach (var failure in failures)
        {
            await Console.Error.WriteLineAsync($"- {failure}");
        }

        return WrongSettings;
    }
}
