using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>A block as the scanner needs it: its place in the chain, and the transactions that may concern a wallet of ours.</summary>
public sealed record ChainBlock
{
    public required ulong Slot { get; init; }

    /// <summary>The block's hash, base58.</summary>
    public required string Hash { get; init; }

    /// <summary>The slot of the block before; the slots between had no block.</summary>
    public required ulong ParentSlot { get; init; }

    /// <summary>The hash of the block before. A chain of blocks that name each other has no gap.</summary>
    public required string ParentHash { get; init; }

    /// <summary>By the validators' clocks; null when the node does not know.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How many transactions the block has in all.</summary>
    public required int TransactionCount { get; init; }

    /// <summary>In the order of execution; only those that may concern a wallet of ours.</summary>
    public required IReadOnlyList<ChainTransaction> Transactions { get; init; }

    /// <summary>Whether two nodes say the same of this block.</summary>
    public bool AgreesWith(ChainBlock other) =>
        (Slot, Hash, ParentSlot, ParentHash) == (other.Slot, other.Hash, other.ParentSlot, other.ParentHash)
        && Transactions.Count == other.Transactions.Count
        && Transactions.Zip(other.Transactions).All(pair => pair.First.AgreesWith(pair.Second));
}

/// <summary>What one transaction did to balances. Instructions are of no interest: whatever moved, moved in the balances.</summary>
/// <param name="Fee">Paid by the first account, whether or not the transaction failed.</param>
/// <param name="Accounts">All accounts, those of lookup tables too; the first pays the fee.</param>
public sealed record ChainTransaction(
    TransactionSignature Signature,
    bool IsFailed,
    Lamports Fee,
    IReadOnlyList<AccountBalances> Accounts,
    IReadOnlyList<TokenBalance> TokensBefore,
    IReadOnlyList<TokenBalance> TokensAfter)
{
    /// <summary>The signatures of those who signed beside the payer of the fee.</summary>
    public IReadOnlyList<TransactionSignature> CoSignatures { get; init; } = [];

    /// <summary>All signatures; the first is the transaction's own name.</summary>
    public IEnumerable<TransactionSignature> Signatures => CoSignatures.Prepend(Signature);

    /// <summary>Whether it is the same transaction with the same effects; nodes may tell token balances in another order.</summary>
    public bool AgreesWith(ChainTransaction other) =>
        (Signature, IsFailed, Fee) == (other.Signature, other.IsFailed, other.Fee)
        && Accounts.SequenceEqual(other.Accounts)
        && TokensBefore.ToHashSet().SetEquals(other.TokensBefore)
        && TokensAfter.ToHashSet().SetEquals(other.TokensAfter);
}

/// <summary>An account's lamports before and after a transaction.</summary>
public sealed record AccountBalances(SolanaAddress Address, ulong Before, ulong After);

/// <summary>What a token account held before or after a transaction.</summary>
/// <param name="AccountIndex">Which of the transaction's accounts it is.</param>
/// <param name="Program">The token program's address.</param>
/// <param name="Amount">In base units.</param>
public sealed record TokenBalance(
    int AccountIndex, SolanaAddress Mint, SolanaAddress Owner, SolanaAddress? Program, byte Decimals, ulong Amount);
