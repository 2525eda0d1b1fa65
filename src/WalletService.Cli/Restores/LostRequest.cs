using WalletService.Domain.Management;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Cli.Restores;

/// <summary>
/// A request that a restored database has lost, made anew from the transaction that carried it out. The same request again is known by
/// its fingerprint if it named the amount as it was sent, and is refused as a conflict if it was worded otherwise: it is not paid either way.
/// </summary>
/// <param name="Wallet">Whose it was.</param>
/// <param name="KeyNumber">Which of the wallet's keys has signed.</param>
/// <param name="Caller">The calling service that asked.</param>
/// <param name="Key">Its <c>requestId</c>.</param>
internal sealed record LostRequest(Wallet Wallet, int KeyNumber, CallerId Caller, IdempotencyKey Key)
{
    /// <summary>Null when the transaction is not one payment and nothing else, or has failed.</summary>
    /// <param name="transaction">What the chain has.</param>
    /// <param name="now">The time of the record.</param>
    public Transfer? ToTransfer(ExecutedTransaction transaction, DateTimeOffset now)
    {
        var receivedAt = transaction.BlockTime ?? now;
        return ContentOf(transaction) is not { } content ? null : new Transfer
        {
            Id = TransactionId.From(Guid.CreateVersion7(receivedAt)),
            WalletId = Wallet.Id,
            UserId = Wallet.UserId,
            Caller = Caller,
            Content = content,
            KeyNumber = KeyNumber,
            IdempotencyKey = Key,
            Fingerprint = FingerprintOf(content),
            Status = TransferStatus.Received,
            Version = 1,
            Deadline = receivedAt,
            Times = new TransferTimes { ReceivedAt = receivedAt },
        };
    }

    private static TransferContent? ContentOf(ExecutedTransaction transaction) => transaction switch
    {
        { HasFailed: true } or { IsPlain: false } or { ClosedTo.Count: > 0 } => null,
        { SolPayments: [var paid], TokenPayments: null } => new TransferContent.SolPayment(paid.Recipient, paid.Lamports, transaction.Memo),
        { SolPayments: [], TokenPayments: { Parts: [var part] } tokens } => new TransferContent.TokenPayment(
            part.Recipient,
            tokens.Mint,
            TokenQuantity.FromBaseUnits(part.Amount, tokens.Decimals),
            TokenAmountMeaning.Sent,
            transaction.Memo),
        _ => null,
    };

    /// <summary>As the routes make it of a request without <c>validForMs</c>.</summary>
    private RequestFingerprint FingerprintOf(TransferContent content) => content switch
    {
        TransferContent.SolPayment sol => RequestFingerprint.Of(
            "transferSol", Wallet.Id.ToString(), sol.To.Value, sol.Requested?.ToString(), sol.Memo, null),
        TransferContent.TokenPayment tokens => RequestFingerprint.Of(
            "transferToken",
            Wallet.Id.ToString(),
            tokens.To.Value,
            tokens.Mint.Value,
            tokens.Requested?.ToString(),
            tokens.Meaning.ToString(),
            tokens.Memo,
            null),
        _ => throw new InvalidOperationException($"{content} is not one payment."),
    };
}
