using WalletService.Domain.Ports;

namespace WalletService.Domain.Deposits;

/// <summary>
/// Reads confirmed blocks and notes their deposits before they are final. It keeps no record of where it was and proves nothing: a block
/// that it misses, or notes and the chain drops, is put right by the pass over finalized blocks.
/// </summary>
public sealed class EarlyNotice(
    IBlockSource source, IDepositBooks books, WatchedAddresses watched, Bookkeeper bookkeeper, IDepositTelemetry telemetry)
{
    /// <summary>Blocks older than this will be finalized before they could be noted.</summary>
    private const int MaximumSlotsBack = 64;

    private ulong lastSlot;

    /// <param name="booked">Where the books are: what is in them needs no early notice.</param>
    public async Task NoteAsync(BooksPosition booked, CancellationToken cancellationToken)
    {
        var newest = await source.GetNewestSlotAsync(Commitment.Confirmed, cancellationToken);
        await watched.RefreshAsync(cancellationToken);
        var oldest = newest > MaximumSlotsBack ? newest - MaximumSlotsBack : 0;
        var first = Math.Max(oldest, Math.Max(booked.Slot, lastSlot) + 1);
        if (first > newest)
        {
            return;
        }

        var blocks = new List<ChainBlock>();
        foreach (var slot in await source.ListSlotsAsync(first, newest, Commitment.Confirmed, cancellationToken))
        {
            if (await source.ReadBlockAsync(slot, Commitment.Confirmed, watched, cancellationToken) is { Transactions.Count: > 0 } block)
            {
                blocks.Add(block);
            }
        }

        if (blocks.Count > 0)
        {
            var noted = await books.DetectAsync(blocks, view => bookkeeper.Detect(blocks, view), cancellationToken);
            telemetry.Detected(noted);
        }

        lastSlot = newest;
    }
}
