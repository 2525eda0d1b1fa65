using System.Security.Cryptography;
using System.Text;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.TestKit.Fakes;

/// <summary>A chain of blocks that a test writes, given out as a node does, with what a node may lose.</summary>
public sealed class ScriptedChain : IBlockSource
{
    private readonly SortedDictionary<ulong, ChainBlock> blocks = [];

    public ScriptedChain(ulong firstSlot = 100) => Append(firstSlot);

    /// <summary>Slots that are left out of lists, though the block is given to whoever asks for it.</summary>
    public HashSet<ulong> Unlisted { get; } = [];

    /// <summary>Slots whose block nobody gives.</summary>
    public HashSet<ulong> Lost { get; } = [];

    /// <summary>Slots that are listed and have no block.</summary>
    public HashSet<ulong> Invented { get; } = [];

    /// <summary>Blocks that are confirmed and not finalized.</summary>
    public int Unfinalized { get; set; }

    public ChainBlock Tip => blocks.Values.Last();

    public BooksPosition Position => BooksPosition.Of(Tip);

    public static TransactionSignature NewSignature() =>
        TransactionSignature.FromBytes(RandomNumberGenerator.GetBytes(TransactionSignature.Length));

    public static SolanaAddress NewAddress() => SolanaAddress.FromBytes(RandomNumberGenerator.GetBytes(SolanaAddress.Length));

    /// <summary>The next block, one slot after the last.</summary>
    public ChainBlock Add(params ChainTransaction[] transactions) => Append(Tip.Slot + 1, transactions);

    /// <summary>The next block, after slots without one.</summary>
    public ChainBlock AddAfterSkipping(ulong slots, params ChainTransaction[] transactions) => Append(Tip.Slot + 1 + slots, transactions);

    /// <summary>The newest blocks disappear.</summary>
    public void Fork(int count)
    {
        for (var left = count; left > 0; left--)
        {
            blocks.Remove(Tip.Slot);
        }
    }

    public Task<ulong> GetNewestSlotAsync(Commitment commitment, CancellationToken cancellationToken) =>
        Task.FromResult(Seen(commitment).Last().Slot);

    public Task<IReadOnlyList<ulong>> ListSlotsAsync(ulong first, ulong last, Commitment commitment, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ulong>>(
        [
            .. Seen(commitment).Select(block => block.Slot).Except(Unlisted).Except(Lost).Union(Invented)
                .Where(slot => slot >= first && slot <= last).Order(),
        ]);

    public Task<ChainBlock?> ReadBlockAsync(ulong slot, Commitment commitment, WatchedAddresses wanted, CancellationToken cancellationToken)
    {
        var block = Lost.Contains(slot) ? null : Seen(commitment).FirstOrDefault(each => each.Slot == slot);
        return Task.FromResult(block is null ? null : block with { Transactions = [.. block.Transactions.Where(each => IsWanted(each, wanted))] });
    }

    private static bool IsWanted(ChainTransaction transaction, WatchedAddresses wanted) =>
        transaction.Accounts.Select(account => account.Address)
            .Concat(transaction.TokensBefore.Concat(transaction.TokensAfter).Select(token => token.Owner))
            .Any(address => wanted.MayContain(Encoding.ASCII.GetBytes(address.Value)));

    private IEnumerable<ChainBlock> Seen(Commitment commitment) =>
        commitment == Commitment.Finalized ? blocks.Values.SkipLast(Unfinalized) : blocks.Values;

    private ChainBlock Append(ulong slot, params ChainTransaction[] transactions)
    {
        var parent = blocks.Values.LastOrDefault();
        var block = new ChainBlock
        {
            Slot = slot,
            Hash = NewAddress().Value,
            ParentSlot = parent?.Slot ?? slot - 1,
            ParentHash = parent?.Hash ?? NewAddress().Value,
            Time = DateTimeOffset.UnixEpoch.AddSeconds(slot),
            TransactionCount = transactions.Length,
            Transactions = transactions,
        };
        blocks.Add(slot, block);
        return block;
    }
}
