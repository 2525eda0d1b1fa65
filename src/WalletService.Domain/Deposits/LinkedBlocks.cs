using WalletService.Domain.Ports;

namespace WalletService.Domain.Deposits;

/// <summary>
/// Reads the finalized blocks that follow a position. What the nodes list is only a hint; a block counts when it names the one before it
/// by slot and hash. So a block that a node has lost, leaves out or does not have yet is noticed whatever the node says, and is asked of
/// all others.
/// </summary>
public sealed class LinkedBlocks(IBlockSource source, WatchedAddresses watched, DepositOptions options)
{
    /// <summary>Slots listed at once at first; more when none of them has a block.</summary>
    private const int FirstRange = 512;
    private const int LongestRange = 200_000;

    /// <summary>
    /// A block that does not follow may be the invention of one bad node, which must not hold up the others: the next listed one is tried
    /// as well.
    /// </summary>
    private const int MostBroken = 2;

    /// <returns>The next blocks, linked, and the gap that ended them, if any. Both are empty when there is nothing new.</returns>
    public async Task<(IReadOnlyList<ChainBlock> Blocks, HistoryGap? Gap)> ReadAsync(
        BooksPosition position, ulong newest, CancellationToken cancellationToken)
    {
        var slots = await ListAsync(position, newest, cancellationToken);
        using var reads = new ReadAheadBlocks(source, watched, slots, options.ReadAhead, cancellationToken);
        var linked = new List<ChainBlock>(slots.Count);
        var broken = 0;
        HistoryGap? gap = null;
        foreach (var slot in slots)
        {
            var last = linked.Count > 0 ? BooksPosition.Of(linked[^1]) : position;
            if (await reads.NextAsync() is not { } block || block.Slot <= last.Slot)
            {
                // Nobody has it, or it was found already on the way to another. If it is missing, the block after it says so.
                continue;
            }

            (var path, gap) = await LinkAsync(last, block, cancellationToken);
            linked.AddRange(path);
            if (gap is not null && ++broken == MostBroken)
            {
                break;
            }
        }

        return (linked, gap);
    }

    private async Task<IReadOnlyList<ulong>> ListAsync(BooksPosition position, ulong newest, CancellationToken cancellationToken)
    {
        var first = position.Slot + 1;
        var range = FirstRange;
        while (first <= newest)
        {
            var last = Math.Min(newest, first + (ulong)range - 1);
            if (await source.ListSlotsAsync(first, last, Commitment.Finalized, cancellationToken) is { Count: > 0 } slots)
            {
                return [.. slots.Where(slot => slot > position.Slot).Order().Take(options.BatchSize)];
            }

            first = last + 1;
            range = Math.Min(range * 2, LongestRange);
        }

        return [];
    }

    /// <summary>The blocks from the last one to this one; those that the list had left out are asked for by the slot that names them.</summary>
    private async Task<(IEnumerable<ChainBlock> Path, HistoryGap? Gap)> LinkAsync(
        BooksPosition last, ChainBlock block, CancellationToken cancellationToken)
    {
        var path = new Stack<ChainBlock>([block]);
        while (path.Peek().ParentSlot > last.Slot)
        {
            var missing = path.Peek().ParentSlot;
            if (path.Count > options.BatchSize
                || await source.ReadBlockAsync(missing, Commitment.Finalized, watched, cancellationToken) is not { } parent)
            {
                return ([], new HistoryGap(missing, $"The block of slot {path.Peek().Slot} follows it, and no node has it."));
            }

            if (parent.Slot != missing || parent.Hash != path.Peek().ParentHash)
            {
                return ([], new HistoryGap(missing, $"The block that a node gives is not the one that slot {path.Peek().Slot} follows."));
            }

            path.Push(parent);
        }

        var first = path.Peek();
        return first.ParentSlot == last.Slot && first.ParentHash == last.Hash
            ? (path, null)
            : ([], new HistoryGap(first.Slot, $"The block does not follow from the booked block of slot {last.Slot}."));
    }

    /// <summary>Reads listed blocks a few at a time, ahead of their use.</summary>
    private sealed class ReadAheadBlocks : IDisposable
    {
        private readonly Queue<Task<ChainBlock?>> running = [];
        private readonly Queue<ulong> waiting;
        private readonly CancellationTokenSource ending;
        private readonly Func<ulong, CancellationToken, Task<ChainBlock?>> read;

        public ReadAheadBlocks(
            IBlockSource source, WatchedAddresses watched, IEnumerable<ulong> slots, int readAhead, CancellationToken cancellationToken)
        {
            waiting = new Queue<ulong>(slots);
            ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            read = (slot, token) => source.ReadBlockAsync(slot, Commitment.Finalized, watched, token);
            for (var count = 0; count < readAhead; count++)
            {
                Begin();
            }
        }

        public async Task<ChainBlock?> NextAsync()
        {
            var block = await running.Dequeue();
            Begin();
            return block;
        }

        public void Dispose()
        {
            ending.Cancel();
            foreach (var left in running)
            {
                // Nobody waits for it any more: what it ends with is observed here.
                _ = left.ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
            }

            ending.Dispose();
        }

        private void Begin()
        {
            if (waiting.TryDequeue(out var slot))
            {
                running.Enqueue(read(slot, ending.Token));
            }
        }
    }
}
