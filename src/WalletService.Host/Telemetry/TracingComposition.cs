using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WalletService.Domain.Tracing;
using WalletService.Host.Composition;

namespace WalletService.Host.Telemetry;

/// <summary>Records the service's spans and sends them to a collector, where that is wanted.</summary>
public static class TracingComposition
{
    public static void AddTracing(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddValidatedOptions<TracingOptions, TracingOptionsValidator>(section);
        services.AddSingleton<TraceRecording>();
    }

    /// <summary>Begins to record, before the first request is taken.</summary>
    public static void StartTracing(this WebApplication app) => app.Services.GetRequiredService<TraceRecording>();

    internal static TracerProvider? Build(TracingOptions options, ServiceOptions service)
    {
        if (!options.Enabled)
        {
            return null;
        }

        Sampler share = new TraceIdRatioBasedSampler(options.SampleRatio);
        return Sdk.CreateTracerProviderBuilder()
            .AddSource(Traces.SourceName)
            .SetSampler(options.FollowCaller ? new ParentBasedSampler(share) : share)
            .ConfigureResource(resource => resource.AddService(
                "wallet-service",
                serviceVersion: typeof(TracingComposition).Assembly.GetName().Version?.ToString(3),
                serviceInstanceId: service.InstanceId))
            .AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = options.Endpoint;
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Headers = options.Headers;
            })
            .Build();
    }
}

/// <summary>Owns the recording for the life of the process; what is recorded is sent before the process ends.</summary>
public sealed class TraceRecording(TracingOptions options, ServiceOptions service) : IDisposable
{
    private readonly TracerProvider? provider = TracingComposition.Build(options, service);

    /// <summary>Whether spans are recorded at all.</summary>
    public bool IsOn => provider is not null;

    public void Dispose() => provider?.Dispose();
}
