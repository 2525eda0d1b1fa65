using Microsoft.Extensions.Logging;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Deposits;

/// <inheritdoc cref="IBlockSource"/>
internal sealed class SolanaBlockSource(SolanaNodes nodes, ILogger<SolanaBlockSource> logger) : IBlockSource
{
    /// <summary>Of finalized blocks the newest that two nodes have, where there are two that answer: one gives it, another confirms it.</summary>
    public async Task<ulong> GetNewestSlotAsync(Commitment commitment, CancellationToken cancellationToken)
    {
        var witnesses = Witnesses(nodes.InOrder());
        if (commitment == Commitment.Finalized && witnesses.Count > 1)
        {
            var answers = await Task.WhenAll(witnesses.Select(node => AskSlotAsync(node, commitment, cancellationToken)));
            if (answers.OfType<ulong>().OrderDescending().ToList() is { Count: > 1 } slots)
            {
                return slots[1];
            }
        }

        return await nodes.ReadAsync(
            "getSlot", (client, token) => client.GetSlotAsync(commitment.ToKit(), minContextSlot: null, token), cancellationToken);
    }

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
    /// What a finalized block did to wallets is taken from no single node's word while another answers: a node that lies must not be able
    /// to invent a deposit.
    /// </summary>
    public async Task<ChainBlock?> ReadBlockAsync(
        ulong slot, Commitment commitment, WatchedAddresses wanted, CancellationToken cancellationToken)
    {
        var reading = new BlockReading(slot, commitment, new WatchedAddressFilter(wanted));
        var order = nodes.InOrder();
        for (var index = 0; index < order.Count; index++)
        {
            if (await reading.AskAsync(order[index], cancellationToken) is { } block)
            {
                if (commitment == Commitment.Finalized && block.Transactions.Count > 0)
                {
                    await ConfirmAsync(block, order[index], order, reading, cancellationToken);
                }

                return block;
            }
        }

        return reading.IsMissing ? null : throw Unavailable($"No node gives the block of slot {slot}.", reading.Failures);
    }

    /// <summary>
    /// Has another node say the same, if there is one that answers, is not behind by its own account and has kept blocks as old as this.
    /// </summary>
    private async Task ConfirmAsync(
        ChainBlock block, SolanaNode giver, IEnumerable<SolanaNode> all, BlockReading reading, CancellationToken cancellationToken)
    {
        var silent = new List<string>();
        foreach (var witness in Witnesses(all.Where(node => node != giver)))
        {
            if (await reading.AskAsync(witness, cancellationToken) is { } same)
            {
                if (!block.AgreesWith(same))
                {
                    logger.NodesDisagree(giver.Name, witness.Name, block.Slot);
                    throw new PortUnavailableException(
                        SolanaNodes.Dependency, $"{giver.Name} and {witness.Name} say different things of the block of slot {block.Slot}.");
                }

                return;
            }

            if (!await reading.IsForgottenByAsync(witness, cancellationToken))
            {
                silent.Add(witness.Name);
            }
        }

        if (silent.Count > 0)
        {
            throw new PortUnavailableException(
                SolanaNodes.Dependency,
                $"{giver.Name} gives a block of slot {block.Slot} that {string.Join(", ", silent)} did not confirm yet.",
                reading.Failures is [.., var last] ? last : null);
        }
    }

    private static List<SolanaNode> Witnesses(IEnumerable<SolanaNode> some) => [.. some.Where(node => node.Vitals.IsWitness)];

    private static async Task<ulong?> AskSlotAsync(SolanaNode node, Commitment commitment, CancellationToken cancellationToken)
    {
        try
        {
            return await node.CallAsync(
                "getSlot", (client, token) => client.GetSlotAsync(commitment.ToKit(), minContextSlot: null, token), cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or NodeUnavailableException)
        {
            return null;
        }
    }

    private IReadOnlyList<SolanaNode> Asked()
    {
        var order = nodes.InOrder();
        return order.Where(node => node.Vitals.State != NodeState.Down).ToList() is { Count: > 0 } answering ? answering : order;
    }

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

    private static PortUnavailableException Unavailable(string message, IEnumerable<Exception?> failures)
    {
        var known = failures.OfType<Exception>().ToList();
        return known.Count == 0
            ? new PortUnavailableException(SolanaNodes.Dependency, SolanaNodes.NoneVerified)
            : new PortUnavailableException(
                SolanaNodes.Dependency, $"{message} {string.Join(' ', known.Select(failure => failure.Message))}", known[^1]);
    }
}
