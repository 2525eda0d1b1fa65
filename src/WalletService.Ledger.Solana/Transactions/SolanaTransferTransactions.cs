using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Fees;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="ITransferTransactions"/>
internal sealed class SolanaTransferTransactions(
    BlockhashSource blockhashes,
    PriorityPrices prices,
    SignatureFees signatureFees,
    TransferSimulations simulations,
    TransferPricing pricing) : ITransferTransactions
{
    public async Task<TransferQuote> QuoteAsync(TransferOrder order, FeeQuote? previous, CancellationToken cancellationToken)
    {
        if (!TransferMessage.Fits(order))
        {
            // A payment in a token with a long memo, or a hook that needs many accounts.
            return new TransferQuote.Refused("\"TransactionTooLarge\"");
        }

        var offering = prices.GetAsync(TransferMessage.WrittenAccounts(order), cancellationToken);
        var basing = signatureFees.GetAsync(order.Source.ToKit(), cancellationToken);
        var simulating = simulations.GetAsync(order, cancellationToken);
        try
        {
            await Task.WhenAll(offering, basing, simulating);
        }
        catch (SimulationRefusedException refusal)
        {
            return new TransferQuote.Refused(refusal.ChainError, refusal.Logs);
        }

        return new TransferQuote.Priced(pricing.Price(await simulating, await basing, await offering, previous));
    }

    public bool Fits(TransferOrder order) => TransferMessage.Fits(order) && TransferInstructions.StepsOf(order) <= TransferMessage.MaximumSteps;

    public async Task<UnsignedTransfer> BuildAsync(
        TransferOrder order, FeeQuote quote, uint variation, CancellationToken cancellationToken)
    {
        var blockhash = await blockhashes.GetAsync(cancellationToken);
        var message = TransferMessage.Compile(order, quote, variation, blockhash.Hash);
        return new UnsignedTransfer(message.Bytes, blockhash.Hash.ToString(), blockhash.LastValidBlockHeight, blockhash.ContextSlot);
    }

    public string? FindDifference(ReadOnlyMemory<byte> message, TransferOrder order, FeeQuote quote) =>
        TransferComparison.FindDifference(message, order, quote);

    public ReadOnlyMemory<byte> Assemble(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> signature)
    {
        var signed = Transaction.Create(Message.Parse(message.Span)).WithSignature(0, Signature.FromBytes(signature));
        return signed.IsSignedBy(0) && signed.RequiredSigners.Count == 1
            ? signed.Serialize()
            : throw new ArgumentException("The signature does not verify against the source.", nameof(signature));
    }
}
