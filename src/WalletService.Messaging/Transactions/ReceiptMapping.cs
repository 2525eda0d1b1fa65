using WalletService.Contracts.Transactions;
using WalletService.Domain.Events;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Transactions;

/// <summary>Receipts of transactions that were executed for good, with or without an error.</summary>
internal static class ReceiptMapping
{
    /// <summary>
    /// Whether the chain's final word is known in all its parts; a node that keeps no details of transactions gives only the slot.
    /// </summary>
    public static bool HasReceipt(Transfer transfer) =>
        transfer is { Status: TransferStatus.Finalized or TransferStatus.Failed, Attempt: not null, Execution.Fee: not null }
        && TransferMapping.ToBalances(transfer.Execution) is not null
        && (transfer.Token is null || transfer.Execution.Tokens is not null);

    /// <param name="transfer">One that <see cref="HasReceipt"/>.</param>
    /// <param name="address">The wallet's.</param>
    /// <param name="genesisHash">The cluster's, if known.</param>
    public static TransactionReceipt ToReceipt(this Transfer transfer, SolanaAddress address, string? genesisHash)
    {
        var execution = transfer.Execution!;
        return new TransactionReceipt
        {
            Version = TransactionReceipt.CurrentVersion,
            GenesisHash = genesisHash,
            TransactionId = transfer.Id.ToString(),
            WalletId = transfer.WalletId.ToString(),
            Address = address.Value,
            Kind = TransferEvents.KindOf(transfer),
            Recipient = transfer.Content.Recipient?.Value,
            Lamports = transfer.Content.IsBuiltHere ? transfer.Lamports?.ToString() : null,
            Token = transfer.ToTokenPayment(),
            Memo = TokenPaymentMapping.MemoOf(transfer),
            Transaction = Convert.ToBase64String(transfer.Attempt!.WireTransaction.Span),
            Signature = transfer.Attempt.Signature.Value,
            Slot = execution.Slot,
            BlockTime = execution.BlockTime,
            FeeLamports = execution.Fee!.Value.ToString(),
            Balances = TransferMapping.ToBalances(execution)!,
            Confirmation = TransferMapping.NameOf(TransferStatus.Finalized),
            ChainError = execution.ChainError,
            Times = transfer.Times.ToStepTimes(),
        };
    }
}
