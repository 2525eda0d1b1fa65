using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WalletService.Ledger.Solana;

/// <summary>How the service reaches the Solana network and what it pays. Section <c>Solana</c>.</summary>
public sealed class SolanaOptions
{
    /// <summary>
    /// JSON-RPC address of the node, <c>http</c> or <c>https</c>: the short form for a single node, in place of <see cref="Nodes"/>.
    /// May hold a provider's key and is never logged.
    /// </summary>
    public Uri? RpcUrl { get; set; }

    /// <summary>
    /// PubSub address of the node of <see cref="RpcUrl"/>, <c>ws</c> or <c>wss</c>. Without it there are no hints, and statuses are
    /// found by polling alone.
    /// </summary>
    public Uri? WebSocketUrl { get; set; }

    /// <summary>
    /// A file with the certificates, in PEM, of the authority that vouches for nodes of one's own, in place of those that the machine trusts.
    /// </summary>
    public string? AuthorityFile { get; set; }

    /// <summary>All nodes, when there are several; <see cref="RpcUrl"/> is left out then.</summary>
    [ValidateEnumeratedItems]
    public IList<SolanaNodeSettings> Nodes { get; } = [];

    /// <summary>
    /// Genesis hash of the cluster the service is meant for, in base58. When given, the service does not start on another cluster, and
    /// uses no node before it has shown its own. Without it several nodes must agree with one another.
    /// </summary>
    public string? ExpectedGenesisHash { get; set; }

    /// <summary>Time for one request to a node. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often each node is asked how it is. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan NodeCheckInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A node that is further behind the best one, in slots, is degraded. Default 50: a third of a blockhash's life. Answers from twice
    /// as far behind are not used.
    /// </summary>
    [Range(1, 10_000)]
    public int MaximumSlotsBehind { get; set; } = 50;

    /// <summary>A node that needs longer for an answer, on average, is degraded. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan SlowAnswer { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A node that has not answered for so long, and three times as long as it usually needs, is no longer waited for alone: another
    /// one is asked as well. Default 300 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan HedgeAfter { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>To how many nodes a transaction is sent each time, as far as there are so many. Default 2.</summary>
    [Range(1, 16)]
    public int SendFanOut { get; set; } = 2;

    /// <summary>How often a blockhash is fetched ahead of use. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan BlockhashRefreshInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// An older blockhash is not handed out. A blockhash lives for 150 blocks; at 200 to 250 ms a block, the default of 10 s leaves
    /// at least 100 of them for signing and sending.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan BlockhashMaxAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Nor is one with fewer blocks of its life left, reckoned by the pace at which the cluster makes them. Default 100.
    /// </summary>
    [Range(1, 149)]
    public int BlockhashMinimumBlocks { get; set; } = 100;

    /// <summary>Which percentile of the prices recently paid for the transfer's accounts is offered. Default 75.</summary>
    [Range(1, 100)]
    public int PriorityFeePercentile { get; set; } = 75;

    /// <summary>Lowest price offered, in micro-lamports per compute unit. Default 1,000.</summary>
    [Range(0L, 1_000_000_000L)]
    public long PriorityFeeFloor { get; set; } = 1_000;

    /// <summary>Highest price offered, in micro-lamports per compute unit. Default 5,000,000.</summary>
    [Range(0L, 1_000_000_000L)]
    public long PriorityFeeCap { get; set; } = 5_000_000;

    /// <summary>Most lamports that one transfer may cost in fees; the price is lowered to keep to it. Default 100,000.</summary>
    [Range(5_000L, 1_000_000_000L)]
    public long MaximumFeeLamports { get; set; } = 100_000;

    /// <summary>Margin over the simulated compute units, in percent; <see cref="ComputeUnitReserve"/> is added to it. Default 10.</summary>
    [Range(0, 200)]
    public int ComputeUnitMarginPercent { get; set; } = 10;

    /// <summary>Compute units added to the limit besides the margin. Default 300.</summary>
    [Range(0, 100_000)]
    public int ComputeUnitReserve { get; set; } = 300;

    /// <summary>Margin over the simulated account data, in percent; <see cref="DataSizeReserve"/> is added to it. Default 25.</summary>
    [Range(0, 1_000)]
    public int DataSizeMarginPercent { get; set; } = 25;

    /// <summary>
    /// Bytes of account data added to the limit besides the margin, which is rounded up to whole pages of 32 KiB. Default 32,768.
    /// </summary>
    [Range(1_024, 67_108_864)]
    public int DataSizeReserve { get; set; } = 32_768;

    /// <summary>
    /// How long the simulation of a transfer stands for others of the same shape (kind of recipient, length of memo). Every transfer
    /// is simulated once more when it is first sent. Default 10 s; zero simulates each one for its price as well.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SimulationLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// At load, the facts that decide transfers and the details of executed ones are read no more often than this, many with one
    /// request. Default 40 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan TransferReadInterval { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// So many transfers in one block have their details read with one request for the block, fewer with one request each. Default 4.
    /// </summary>
    [Range(2, 1_000)]
    public int BlockReadThreshold { get; set; } = 4;

    /// <summary>How long concurrent balance reads are gathered into one request. Default 2 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.100")]
    public TimeSpan BalanceGatherTime { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Whether nodes are asked to announce confirmations; those with a <c>WebSocketUrl</c> can. Default yes.</summary>
    public bool HintsEnabled { get; set; } = true;
}
