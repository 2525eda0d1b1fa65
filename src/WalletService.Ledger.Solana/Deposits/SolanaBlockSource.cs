using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Deposits;

/// <inheritdoc cref="IBlockSource"/>
internal sealed class SolanaBlockSource(SolanaNodes nodes) : IBlockSource
{
    public Task<ulong> GetNewestSlotAsync(Commitment commitment, CancellationToken cancellationToken) => nodes.ReadAsync(
        "getSlot",
        (client, token) => client.GetSlotAsync(commitment.ToKit(), minContextSlot: null, token),
        cancellationToken);

    /// <summary>What all nodes together have: one may have lost blocks that another kept, and says nothing of it.</summary>
    public async Task<IReadOnlyList<ulong>> ListSlotsAsync(
        ulong first, ulong last, Commitment commitment, CancellationToken cancellationToken)
    {
        var asked = Asked();
        var answers = await Task.WhenAll(asked.Select(node => ListAsync(node, first, last, commitment, cancellationToken)));
        if (Array.TrueForAll(answers, answer => answer.Slots is null))
        {
            throw Unavailable("No node lists its blocks.", answers.Select(answer => answer.Failure));
        }

        return [.. answers.SelectMany(answer => answer.Slots ?? []).Distinct().Order()];
    }

    /// <summary>
    /// Asks one node after the other. Not hedged like other reads: a block has megabytes, and to be late with one is no sign of trouble.
    /// </summary>
    public async Task<ChainBlock?> ReadBlockAsync(
        ulong slot, Commitment commitment, WatchedAddresses wanted, CancellationToken cancellationToken)
    {
        var filter = new WatchedAddressFilter(wanted);
        var failures = new List<Exception>();
        var isMissing = false;
        foreach (var node in nodes.InOrder())
        {
            try
            {
                var block = await node.CallAsync(
                    "getBlock", (client, token) => ScanAsync(client, slot, commitment, filter, token), cancellationToken);
                if (block is not null)
                {
                    return ChainBlockMapping.ToDomain(slot, block);
                }

                isMissing = true;
            }
            catch (RpcException exception) when (MeansMissing(exception.Code))
            {
                isMissing = true;
            }
            catch (Exception exception) when (exception is RpcException or NodeUnavailableException)
            {
                failures.Add(exception);
            }
        }

        return isMissing ? null : throw Unavailable($"No node gives the block of slot {slot}.", failures);
    }

    private IReadOnlyList<SolanaNode> Asked()
    {
        var order = nodes.InOrder();
        return order.Where(node => node.Vitals.State != NodeState.Down).ToList() is { Count: > 0 } answering ? answering : order;
    }

    private static Task<ScannedBlock?> ScanAsync(
        SolanaRpcClient client, ulong slot, Commitment commitment, WatchedAddressFilter filter, CancellationToken cancellationToken) =>
        client.ScanBlockAsync(slot, commitment.ToKit(), filter, cancellationToken);

    private static async Task<(IReadOnlyList<ulong>? Slots, Exception? Failure)> ListAsync(
        SolanaNode node, ulong first, ulong last, Commitment commitment, CancellationToken cancellationToken)
    {
        try
        {
            var slots = await node.CallAsync(
                "getBlocks", (client, token) => client.GetBlocksAsync(first, last, commitment.ToKit(), token), cancellationToken);
            return (slots, null);
        }
        catch (Exception exception) when (exception is RpcException or NodeUnavailableException)
        {
            return (null, exception);
        }
    }

    /// <summary>The node says that the slot has no block, or that it has not kept it. Which of the two, no node can be relied on to know.</summary>
    private static bool MeansMissing(int code) => code
        is RpcErrorCode.SlotSkipped
        or RpcErrorCode.LongTermStorageSlotSkipped
        or RpcErrorCode.BlockCleanedUp
        or RpcErrorCode.TransactionHistoryNotAvailable;

    private static PortUnavailableException Unavailable(string message, IEnumerable<Exception?> failures)
    {
        var known = failures.OfType<Exception>().ToList();
        return known.Count == 0
            ? new PortUnavailableException(SolanaNodes.Dependency, SolanaNodes.NoneVerified)
            : new PortUnavailableException(
                SolanaNodes.Dependency, $"{message} {string.Join(' ', known.Select(failure => failure.Message))}", known[^1]);
    }
}
