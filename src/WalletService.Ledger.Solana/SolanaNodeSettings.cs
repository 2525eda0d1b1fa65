using System.ComponentModel.DataAnnotations;

namespace WalletService.Ledger.Solana;

/// <summary>One of several nodes. Section <c>Solana:Nodes:0</c> and so on.</summary>
public sealed class SolanaNodeSettings
{
    /// <summary>The node in logs, metrics and events, 64 characters at most. Host and port of its address when left out.</summary>
    [MaxLength(64)]
    public string? Name { get; set; }

    /// <summary>JSON-RPC address, <c>http</c> or <c>https</c>. May hold a provider's key and is never logged.</summary>
    public Uri? RpcUrl { get; set; }

    /// <summary>PubSub address, <c>ws</c> or <c>wss</c>. Without it the node gives no hints.</summary>
    public Uri? WebSocketUrl { get; set; }

    /// <summary>When the node is used. Default <see cref="NodeRole.Primary"/>.</summary>
    public NodeRole Role { get; set; } = NodeRole.Primary;

    /// <summary>Its share of the work among nodes that would do as well. Default 1.</summary>
    [Range(1, 1_000)]
    public int Weight { get; set; } = 1;

    /// <summary>Requests per second that this instance may send it, on average; no limit when left out.</summary>
    [Range(1, 100_000)]
    public int? MaximumRequestsPerSecond { get; set; }

    /// <summary>Requests that may be under way at the same time; no limit when left out.</summary>
    [Range(1, 100_000)]
    public int? MaximumConcurrency { get; set; }
}
