using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Judges payments in SOL: the recipient, the funds, and what the cluster's simulation says.</summary>
public sealed class SolPaymentDecider(ILedgerReader ledger, ITransferTransactions transactions, TransferOptions options)
{
    /// <returns>The decision, as it depends on what only the wallet's lock can tell.</returns>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAsync(
        TransferContent.SolPayment payment, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var facts = await ledger.GetTransferFactsAsync(wallet.Address, payment.To, minimumSlot, cancellationToken);
        var (quote, refusal) = await QuoteAsync(payment, wallet, facts, cancellationToken);
        return position => quote is null
            ? TransferRules.Refuse(refusal!, facts.Slot, position)
            : TransferRules.Decide(payment.Requested, facts, quote, position);
    }

    /// <summary>The same for another transaction of a payment that was accepted before: the amount stays, the fee rises if it can.</summary>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAgainAsync(
        Transfer transfer, TransferContent.SolPayment payment, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var lamports = transfer.Lamports!.Value;
        var facts = await ledger.GetTransferFactsAsync(wallet.Address, payment.To, minimumSlot, cancellationToken);
        var order = new SolTransferOrder(wallet.Address, payment.To, lamports, payment.Memo);
        return await transactions.QuoteAsync(order, transfer.Quote, cancellationToken) switch
        {
            TransferQuote.Priced priced => position => TransferRules.DecideAgain(lamports, facts, priced.Quote, transfer.Quote!, position),
            TransferQuote.Refused refused => position => TransferRules.Refuse(
                WalletErrors.SubmissionFailed(
                    "The transaction is proven never to execute, and the cluster's simulation of another one failed. No funds moved.",
                    refused.ChainError,
                    refused.Logs),
                facts.Slot,
                position),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
    }

    private async Task<(FeeQuote? Quote, WalletError? Refusal)> QuoteAsync(
        TransferContent.SolPayment payment, Wallet wallet, TransferFacts facts, CancellationToken cancellationToken)
    {
        if (TransferRules.CheckRecipient(facts.Recipient, options.AllowOffCurveRecipients) is { } refusal)
        {
            return (null, refusal);
        }

        // A simulation of what the balance can't cover would fail with a poorer message than the rules give.
        var amount = payment.Requested ?? facts.SourceBalance;
        if (amount > facts.SourceBalance || facts.SourceBalance == Lamports.Zero)
        {
            return (null, WalletErrors.InsufficientFunds(
                $"The transfer needs {amount} lamports and its fee; the wallet has {facts.SourceBalance} on chain.",
                facts.SourceBalance,
                amount));
        }

        // Compute units do not depend on the amount, and "max" is known only once the fee is: price it with what certainly can be paid.
        var priced = payment.Requested ?? new Lamports(Math.Max(1, facts.RecipientMinimum.SubtractOrZero(facts.Recipient.Balance).Value));
        var order = new SolTransferOrder(wallet.Address, payment.To, priced, payment.Memo);
        return await transactions.QuoteAsync(order, previous: null, cancellationToken) switch
        {
            TransferQuote.Priced quote => (quote.Quote, null),
            TransferQuote.Refused refused => (null, WalletErrors.SubmissionFailed(
                "The cluster's simulation of the transfer failed, so nothing was signed.", refused.ChainError, refused.Logs)),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
    }
}
