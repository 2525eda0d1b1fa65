using WalletService.Domain.Deposits;

namespace WalletService.Domain.Ports;

/// <summary>Reads blocks of the chain.</summary>
/// <remarks><see cref="PortUnavailableException"/> when no node answers.</remarks>
public interface IBlockSource
{
    /// <summary>The newest slot that a node has at this commitment.</summary>
    Task<ulong> GetNewestSlotAsync(Commitment commitment, CancellationToken cancellationToken);

    /// <summary>
    /// The slots from first to last, both included, in which some node has a block, ascending. A hint: a node that has lost blocks leaves
    /// them out without a word. Whether any is missing is told by the blocks, which name the one before.
    /// </summary>
    Task<IReadOnlyList<ulong>> ListSlotsAsync(ulong first, ulong last, Commitment commitment, CancellationToken cancellationToken);

    /// <summary>The block of a slot; null when every node that answers says that it has none.</summary>
    /// <param name="wanted">Only transactions that mention one of these addresses are given.</param>
    Task<ChainBlock?> ReadBlockAsync(ulong slot, Commitment commitment, WatchedAddresses wanted, CancellationToken cancellationToken);
}
