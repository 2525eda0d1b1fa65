namespace WalletService.Domain.Deposits;

/// <summary>The last block that is in the books.</summary>
/// <param name="Hash">The block's hash, which the next one has to name as its parent's.</param>
public sealed record BooksPosition(ulong Slot, string Hash)
{
    public static BooksPosition Of(ChainBlock block) => new(block.Slot, block.Hash);
}

/// <summary>Whether an instance may scan, and from where.</summary>
/// <param name="IsOurs">False while another instance scans.</param>
/// <param name="Position">Null until the books are opened.</param>
public sealed record BooksTurn(bool IsOurs, BooksPosition? Position);

/// <summary>A block that the chain has and no node gives.</summary>
/// <param name="Slot">Of the missing block, or of the one that does not follow from the books.</param>
public sealed record HistoryGap(ulong Slot, string Reason);
