using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Received → Ready or Rejected: reads the chain, prices the transaction, reserves the funds.</summary>
public sealed class TransferDecider(
    ITransferStore transfers, ILedgerReader ledger, ITransferTransactions transactions, TransferOptions options)
{
    private const int MaximumReads = 5;

    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    /// <exception cref="PortUnavailableException">Nothing was decided; try again.</exception>
    public async Task<Transfer?> DecideAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken)
    {
        var minimumSlot = 0UL;
        for (var read = 0; read < MaximumReads; read++)
        {
            var facts = await ledger.GetTransferFactsAsync(wallet.Address, transfer.Recipient, minimumSlot, cancellationToken);
            var quote = await QuoteAsync(transfer, wallet, facts, cancellationToken);

            TransferDecision? decision = null;
            var decided = await transfers.DecideAsync(
                transfer,
                position => decision = quote is TransferQuoteResult.Priced priced
                    ? TransferRules.Decide(transfer.RequestedLamports, facts, priced.Quote, position)
                    : new TransferDecision.Refuse(((TransferQuoteResult.Refused)quote).Error),
                cancellationToken);

            if (decision is not TransferDecision.ReadAgain again)
            {
                return decided;
            }

            minimumSlot = again.MinimumSlot;
        }

        throw new PortUnavailableException("solana-rpc", "No node has caught up with the wallet's last transfer yet.");
    }

    private async Task<TransferQuoteResult> QuoteAsync(
        Transfer transfer, Wallet wallet, TransferFacts facts, CancellationToken cancellationToken)
    {
        if (TransferRules.CheckRecipient(facts.Recipient, options.AllowOffCurveRecipients) is { } refusal)
        {
            return new TransferQuoteResult.Refused(refusal);
        }

        // A simulation of what the balance can't cover would fail with a poorer message than the rules give.
        var amount = transfer.RequestedLamports ?? facts.SourceBalance;
        if (amount > facts.SourceBalance || facts.SourceBalance == Lamports.Zero)
        {
            return new TransferQuoteResult.Refused(WalletErrors.InsufficientFunds(
                $"The transfer needs {amount} lamports and its fee; the wallet has {facts.SourceBalance} on chain.",
                facts.SourceBalance,
                amount));
        }

        // Compute units do not depend on the amount, and "max" is known only once the fee is: price it with what certainly can be paid.
        var priced = transfer.RequestedLamports ?? new Lamports(Math.Max(1, facts.RecipientMinimum.SubtractOrZero(facts.Recipient.Balance).Value));
        var order = new TransferOrder(wallet.Address, transfer.Recipient, priced, transfer.Memo);
        return await transactions.QuoteAsync(order, cancellationToken) switch
        {
            TransferQuote.Priced quote => new TransferQuoteResult.Priced(quote.Quote),
            TransferQuote.Refused refused => new TransferQuoteResult.Refused(WalletErrors.SubmissionFailed(
                "The cluster's simulation of the transfer failed, so nothing was signed.", refused.ChainError)),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
    }

    private abstract record TransferQuoteResult
    {
        public sealed record Priced(FeeQuote Quote) : TransferQuoteResult;

        public sealed record Refused(WalletError Error) : TransferQuoteResult;
    }
}
