using WalletService.Domain.Ports;

namespace WalletService.Domain.Deposits;

/// <summary>
/// Reads every finalized block once and books what it did to wallets. Every instance runs one; one at a time has the turn. It keeps
/// nothing that the store does not have: an instance that dies is followed by another, which goes on from the position of the books.
/// </summary>
public sealed class DepositScanner(
    IBlockSource source,
    IDepositBooks books,
    WatchedAddresses watched,
    LinkedBlocks chain,
    EarlyNotice earlyNotice,
    Bookkeeper bookkeeper,
    IBalanceCache balances,
    IDepositTelemetry telemetry,
    DepositOptions options,
    TimeProvider time,
    string owner)
{
    /// <summary>How far back a block is looked for when the books are opened.</summary>
    private const ulong OpeningRange = 256;

    /// <summary>Whether this instance scans, as of its last round.</summary>
    public bool HasTurn { get; private set; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (!await TryScanAsync(cancellationToken))
                {
                    await Task.Delay(options.Interval, time, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops; after the lease another instance goes on.
        }
    }

    /// <summary>One round: books the next blocks. Returns whether there are more at once.</summary>
    public async Task<bool> ScanAsync(CancellationToken cancellationToken)
    {
        var turn = await books.TakeTurnAsync(owner, options.Lease, cancellationToken);
        HasTurn = turn.IsOurs;
        if (!turn.IsOurs)
        {
            telemetry.GapIs(null);
            return false;
        }

        // In this order: a wallet that could be paid to in a block up to the newest is found by the refresh.
        var newest = await source.GetNewestSlotAsync(Commitment.Finalized, cancellationToken);
        await watched.RefreshAsync(cancellationToken);
        if ((turn.Position ?? await OpenAsync(newest, cancellationToken)) is not { } position)
        {
            return false;
        }

        var (blocks, gap) = await chain.ReadAsync(position, newest, cancellationToken);
        if (blocks.Count > 0)
        {
            if (await books.BookAsync(position, blocks, view => bookkeeper.Book(blocks, view), cancellationToken) is not { } booked)
            {
                return false;
            }

            position = BooksPosition.Of(blocks[^1]);
            telemetry.Booked(blocks, booked, newest > position.Slot ? newest - position.Slot : 0);
            await ForgetBalancesAsync(booked, cancellationToken);
        }

        telemetry.GapIs(gap);
        if (gap is not null)
        {
            await books.NoteGapAsync(position, gap, cancellationToken);
        }

        var hasMore = gap is null && blocks.Count == options.BatchSize;
        if (options.EarlyNotice && !hasMore)
        {
            await earlyNotice.NoteAsync(position, cancellationToken);
        }

        return hasMore;
    }

    private async Task<bool> TryScanAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ScanAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            telemetry.RoundFailed("scan", exception);
            return false;
        }
    }

    /// <summary>Opens the books at the newest finalized block.</summary>
    private async Task<BooksPosition?> OpenAsync(ulong newest, CancellationToken cancellationToken)
    {
        var first = newest > OpeningRange ? newest - OpeningRange : 0;
        var slots = await source.ListSlotsAsync(first, newest, Commitment.Finalized, cancellationToken);
        return slots.Count > 0
            && await source.ReadBlockAsync(slots.Max(), Commitment.Finalized, watched, cancellationToken) is { } block
                ? await books.OpenAsync(BooksPosition.Of(block), cancellationToken)
                : null;
    }

    private async Task ForgetBalancesAsync(Bookings booked, CancellationToken cancellationToken)
    {
        foreach (var wallet in booked.Balances.Keys.Select(account => account.WalletId).Distinct())
        {
            await balances.RemoveAsync(wallet, cancellationToken);
        }
    }
}
