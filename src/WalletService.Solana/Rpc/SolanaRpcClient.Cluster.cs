using System.Text.Json;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <content>The cluster, its blocks, and the node itself.</content>
public sealed partial class SolanaRpcClient
{
    private const string GetBlock = "getBlock";

    /// <summary>The number of blocks since genesis. Smaller than the slot: some slots have no block.</summary>
    public Task<ulong> GetBlockHeightAsync(
        Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallAsync(
            RpcJson.Default.RpcReplyUInt64,
            "getBlockHeight",
            writer => RpcRequest.WriteConfiguration(writer, commitment, minContextSlot),
            cancellationToken);

    public Task<ulong> GetSlotAsync(Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallAsync(
            RpcJson.Default.RpcReplyUInt64,
            "getSlot",
            writer => RpcRequest.WriteConfiguration(writer, commitment, minContextSlot),
            cancellationToken);

    /// <summary>The first slot whose block the node still has: of what was executed before it, the node may know nothing.</summary>
    public Task<ulong> GetFirstAvailableBlockAsync(CancellationToken cancellationToken = default) =>
        CallAsync(RpcJson.Default.RpcReplyUInt64, "getFirstAvailableBlock", writeParameters: null, cancellationToken);

    /// <summary>When the slot's block was made by the validators' clocks, in seconds since 1970; null when the node does not know.</summary>
    /// <exception cref="RpcException">The slot has no block, or the node has it no more.</exception>
    public Task<long?> GetBlockTimeAsync(ulong slot, CancellationToken cancellationToken = default) =>
        CallOrNullAsync(RpcJson.Default.RpcReplyNullableInt64, "getBlockTime", writer => writer.WriteNumberValue(slot), cancellationToken);

    public Task<EpochInfo> GetEpochInfoAsync(
        Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallAsync(
            RpcJson.Default.RpcReplyEpochInfo,
            "getEpochInfo",
            writer => RpcRequest.WriteConfiguration(writer, commitment, minContextSlot),
            cancellationToken);

    /// <summary>The hash of the first block, by which a cluster is told from another.</summary>
    public Task<Blockhash> GetGenesisHashAsync(CancellationToken cancellationToken = default) =>
        CallAsync(RpcJson.Default.RpcReplyBlockhash, "getGenesisHash", writeParameters: null, cancellationToken);

    public Task<NodeVersion> GetVersionAsync(CancellationToken cancellationToken = default) =>
        CallAsync(RpcJson.Default.RpcReplyNodeVersion, "getVersion", writeParameters: null, cancellationToken);

    /// <summary>What the node says of itself; that it is behind is an answer here, not an error.</summary>
    public async Task<NodeHealth> GetHealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await CallAsync(RpcJson.Default.RpcReplyString, "getHealth", writeParameters: null, cancellationToken);
            return new NodeHealth(string.Equals(answer, "ok", StringComparison.Ordinal), SlotsBehind: null);
        }
        catch (RpcException exception) when (exception.Code == RpcErrorCode.NodeUnhealthy)
        {
            return new NodeHealth(IsHealthy: false, exception.SlotsBehind);
        }
    }

    /// <summary>The slots from first to last, both included, that have a block; at most <see cref="MaxBlockRange"/> slots wide.</summary>
    public Task<IReadOnlyList<ulong>> GetBlocksAsync(
        ulong firstSlot, ulong lastSlot, Commitment commitment, CancellationToken cancellationToken = default)
    {
        RequireHistory(commitment);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastSlot, firstSlot);
        if (lastSlot - firstSlot > MaxBlockRange)
        {
            throw new ArgumentOutOfRangeException(nameof(lastSlot), lastSlot, $"At most {MaxBlockRange} slots can be asked for at once.");
        }

        return CallAsync(
            RpcJson.Default.RpcReplyIReadOnlyListUInt64,
            "getBlocks",
            writer =>
            {
                writer.WriteNumberValue(firstSlot);
                writer.WriteNumberValue(lastSlot);
                RpcRequest.WriteConfiguration(writer, commitment);
            },
            cancellationToken);
    }

    /// <summary>
    /// A block with the accounts and balances of its transactions; null when it is not there yet. A slot without a block is an
    /// <see cref="RpcException"/> with <see cref="RpcErrorCode.SlotSkipped"/>.
    /// </summary>
    public Task<Block?> GetBlockAsync(ulong slot, Commitment commitment, CancellationToken cancellationToken = default)
    {
        RequireHistory(commitment);
        return CallOrNullAsync(
            RpcJson.Default.RpcReplyBlock, GetBlock, writer => WriteBlockRequest(writer, slot, commitment), cancellationToken);
    }

    /// <summary>
    /// As <see cref="GetBlockAsync"/>, but with only those transactions that mention an address that the filter knows. The answer is
    /// read while it arrives; of the other transactions nothing is kept.
    /// </summary>
    public Task<ScannedBlock?> ScanBlockAsync(
        ulong slot, Commitment commitment, IAddressFilter filter, CancellationToken cancellationToken = default)
    {
        RequireHistory(commitment);
        return transport.ScanAsync(
            new RpcRequest(GetBlock, writer => WriteBlockRequest(writer, slot, commitment)), filter, cancellationToken);
    }

    private static void WriteBlockRequest(Utf8JsonWriter writer, ulong slot, Commitment commitment)
    {
        writer.WriteNumberValue(slot);
        RpcRequest.WriteConfiguration(writer, commitment, writeMore: more =>
        {
            more.WriteString("encoding"u8, "jsonParsed"u8);
            more.WriteString("transactionDetails"u8, "accounts"u8);
            more.WriteBoolean("rewards"u8, value: false);
            more.WriteNumber("maxSupportedTransactionVersion"u8, MaxTransactionVersion);
        });
    }
}
