using System.Text.Json.Serialization;

namespace WalletService.Host.Health;

/// <summary>
/// <c>/live</c>: the process answers (depends on nothing outside). <c>/ready</c>: it can take work (200 or 503).
/// <c>/health</c>: every component with its state, and with <c>?detail=chain</c> every
/// link of the chain; 200 when all is well or only something unessential is missing, else 503.
/// </summary>
public static class HealthEndpoints
{
    public static void AddDependencyMonitor(this IServiceCollection services)
    {
        services.AddSingleton<ChainObserver>();
        services.AddSingleton<ChainReporter>();
        services.AddSingleton<DependencyAnnouncer>();
        services.AddSingleton<DependencyMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<DependencyMonitor>());
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HealthJson.Default));
    }

    public static void MapHealth(this WebApplication app)
    {
        // Traffic is seen from now on, not from the first question.
        app.Services.GetRequiredService<ChainObserver>();
        app.MapGet("/live", () => Results.Json(new LiveReport("live"), HealthJson.Default.LiveReport));
        app.MapGet("/ready", (DependencyMonitor monitor, IHostApplicationLifetime lifetime) => Ready(monitor, lifetime));
        app.MapGet("/health", (DependencyMonitor monitor, ChainReporter chain, string? detail) =>
            Health(monitor, detail == "chain" ? chain.Read() : null));
    }

    private static IResult Ready(DependencyMonitor monitor, IHostApplicationLifetime lifetime)
    {
        var isStarted = lifetime.ApplicationStarted.IsCancellationRequested;
        var isStopping = lifetime.ApplicationStopping.IsCancellationRequested;
        var missing = monitor.States.Where(state => state.Essential && !state.Healthy).Select(state => state.Name).ToArray();
        var isReady = isStarted && !isStopping && missing.Length == 0;
        return Results.Json(
            new ReadyReport(isReady ? "ready" : isStopping ? "stopping" : "not ready", missing),
            HealthJson.Default.ReadyReport,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Health(DependencyMonitor monitor, IReadOnlyList<ChainLink>? chain)
    {
        var states = monitor.States;
        var status = states.All(state => state.Healthy) ? "healthy" : monitor.IsReady ? "degraded" : "unhealthy";
        var version = typeof(HealthEndpoints).Assembly.GetName().Version?.ToString(3) ?? "unknown";
        return Results.Json(
            new HealthReport(status, version, states, chain),
            HealthJson.Default.HealthReport,
            statusCode: monitor.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

public sealed record LiveReport(string Status);

/// <param name="Missing">Essential dependencies that are away.</param>
public sealed record ReadyReport(string Status, IReadOnlyList<string> Missing);

/// <param name="Chain">Each link from a request to an event; there when it is asked for.</param>
public sealed record HealthReport(
    string Status,
    string Version,
    IReadOnlyList<ObservedDependency> Components,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ChainLink>? Chain);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(ReadyReport))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
