using System.ComponentModel.DataAnnotations;

namespace WalletService.Host.Telemetry;

/// <summary>Where traces go, and how many. Section <c>Tracing</c>.</summary>
public sealed class TracingOptions
{
    /// <summary>Whether spans are recorded and exported. A caller's trace context is handed on in any case. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>A collector's address for traces by OTLP over HTTP with protobuf. Default that of a collector on the same machine.</summary>
    [Required]
    public Uri Endpoint { get; set; } = new("http://127.0.0.1:4318/v1/traces");

    /// <summary>Headers for the collector, <c>name=value</c> with commas between. A secret when it holds a key. Default none.</summary>
    public string? Headers { get; set; }

    /// <summary>Share of traces that are recorded, 0 to 1, chosen by the trace's id. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 1;

    /// <summary>
    /// Whether the caller's own choice holds for requests that come with a trace context; the share then counts for others. Default true.
    /// </summary>
    public bool FollowCaller { get; set; } = true;
}
