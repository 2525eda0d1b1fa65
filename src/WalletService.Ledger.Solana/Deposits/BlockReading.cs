using WalletService.Domain.Deposits;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Deposits;

/// <summary>Asks nodes for one block and keeps what those that did not give it said.</summary>
internal sealed class BlockReading(ulong slot, Commitment commitment, WatchedAddressFilter filter)
{
    private readonly List<Exception> failures = [];

    /// <summary>Whether a node said that it has no such block.</summary>
    public bool IsMissing { get; private set; }

    public IReadOnlyList<Exception> Failures => failures;

    /// <summary>The block as this node gives it; null when it does not.</summary>
    public async Task<ChainBlock?> AskAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        try
        {
            var block = await node.CallAsync(
                "getBlock", (client, token) => client.ScanBlockAsync(slot, commitment.ToKit(), filter, token), cancellationToken);
            if (block is not null)
            {
                return ChainBlockMapping.ToDomain(slot, block);
            }

            IsMissing = true;
        }
        catch (RpcException exception) when (MeansMissing(exception.Code))
        {
            IsMissing = true;
        }
        catch (Exception exception) when (exception is RpcException or NodeUnavailableException)
        {
            failures.Add(exception);
        }

        return null;
    }

    /// <summary>Whether the node keeps only newer blocks, so that it can't know.</summary>
    public async Task<bool> IsForgottenByAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        try
        {
            return await node.CallAsync(
                "getFirstAvailableBlock", (client, token) => client.GetFirstAvailableBlockAsync(token), cancellationToken) > slot;
        }
        catch (Exception exception) when (exception is RpcException or NodeUnavailableException)
        {
            failures.Add(exception);
            return false;
        }
    }

    /// <summary>The node says that the slot has no block, or that it has not kept it. Which of the two, no node can be relied on to know.</summary>
    private static bool MeansMissing(int code) => code
        is RpcErrorCode.SlotSkipped
        or RpcErrorCode.LongTermStorageSlotSkipped
        or RpcErrorCode.BlockCleanedUp
        or RpcErrorCode.TransactionHistoryNotAvailable;
}
