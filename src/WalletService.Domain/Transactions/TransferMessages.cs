using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>The message that is signed for a transfer, whatever its content: made, compared with the intent, and put together.</summary>
public sealed class TransferMessages(
    ITransferTransactions payments, ICallerTransactions callers, ITransactionInspector inspector)
{
    /// <summary>Null when a caller's transaction can't be executed any more: its blockhash has expired.</summary>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    public async Task<UnsignedTransfer?> BuildAsync(Transfer transfer, Wallet wallet, uint variation, CancellationToken cancellationToken)
    {
        if (transfer.Content.IsBuiltHere)
        {
            return await payments.BuildAsync(OrderOf(transfer, wallet), transfer.Quote!, variation, cancellationToken);
        }

        var inspected = Inspect(transfer);
        return await callers.FindLifeAsync(inspected.Blockhash, cancellationToken) is { } life
            ? new UnsignedTransfer(inspected.Message, inspected.Blockhash, life.LastValidBlockHeight, life.ContextSlot)
            {
                Digest = await callers.ReadDigestAsync(inspected.WireTransaction, cancellationToken),
            }
            : null;
    }

    /// <summary>Null when the message does what the intent says and nothing else, else the difference (money rule 7).</summary>
    public string? FindDifference(Transfer transfer, Wallet wallet, UnsignedTransfer unsigned)
    {
        if (transfer.Content.IsBuiltHere)
        {
            return payments.FindDifference(unsigned.Message, OrderOf(transfer, wallet), transfer.Quote!);
        }

        var inspected = Inspect(transfer);
        return !inspected.Message.Span.SequenceEqual(unsigned.Message.Span) ? "the message is not the caller's"
            : transfer.Policy?.Facts.Digest is { } decided && decided != unsigned.Digest ? "a lookup table gives other accounts than were decided on"
            : inspected.UsesDurableNonce ? "the transaction uses a durable nonce and would never expire"
            : inspected.RequiredSigners.Contains(wallet.Address) ? null
            : "the transaction does not require the wallet's signature";
    }

    /// <summary>The wire transaction, after verifying the signature, and the signature by which the chain names it.</summary>
    /// <exception cref="ArgumentException">The signature does not verify, or others are missing.</exception>
    public (ReadOnlyMemory<byte> WireTransaction, TransactionSignature Signature) Assemble(
        Transfer transfer, Wallet wallet, ReadOnlyMemory<byte> message, ReadOnlySpan<byte> signature)
    {
        if (transfer.Content.IsBuiltHere)
        {
            return (payments.Assemble(message, signature), TransactionSignature.FromBytes(signature));
        }

        var signed = inspector.AddSignature(Inspect(transfer), wallet.Address, signature);
        return signed.MissingSigners.Count == 0
            ? (signed.WireTransaction, signed.TransactionSignature)
            : throw new ArgumentException($"The signature of {signed.MissingSigners[0]} is missing.", nameof(signature));
    }

    /// <summary>What the intent, as it was decided, is to the chain.</summary>
    private static TransferOrder OrderOf(Transfer transfer, Wallet wallet) => transfer.Content switch
    {
        TransferContent.SolPayment payment => new SolTransferOrder(wallet.Address, payment.To, transfer.Lamports!.Value, payment.Memo),
        TransferContent.SolBatch batch => new SolTransferOrder(wallet.Address, batch.Payments, batch.Memo),
        TransferContent.TokenPayment payment =>
            new TokenTransferOrder(wallet.Address, transfer.Token!) { SourceAccount = payment.SourceAccount },
        TransferContent.TokenBatch => new TokenTransferOrder(wallet.Address, transfer.Token!),
        TransferContent.AccountClosing closing => AccountClosingRules.OrderOf(closing, wallet.Address, transfer.Token!),
        var other => throw new InvalidOperationException($"The service does not build {other}."),
    };

    private InspectedTransaction Inspect(Transfer transfer)
    {
        var caller = (TransferContent.CallerTransaction)transfer.Content;
        return inspector.TryInspect(caller.WireTransaction, out var inspected, out var reason)
            ? inspected
            : throw new InvalidOperationException($"The stored transaction of {transfer.Id} is not readable: {reason}");
    }
}
