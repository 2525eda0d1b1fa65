using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <summary>Answers requests that submit a transaction when it has come as far as the caller wants to know.</summary>
/// <remarks>The intent is committed before the request is acknowledged; the caller's wait for the chain comes after it.</remarks>
internal sealed class TransferReplies(TransferWaiter waiter)
{
    public Answer<TransferDetails> Answer(Result<Transfer> submitted, TransferStatus waitFor, TimeSpan atMost)
    {
        if (!submitted.TryGetValue(out var transfer, out var error))
        {
            return error;
        }

        return TransferWaiter.HasReached(transfer.Status, waitFor)
            ? transfer.ToResult()
            : Answer<TransferDetails>.After(
                async stopping => (await waiter.WaitAsync(transfer, waitFor, atMost, stopping)).ToResult());
    }
}
