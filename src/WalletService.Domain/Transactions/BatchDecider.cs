using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Judges the transactions of batches by the rules of single payments: every recipient, and the funds for all of them together. What
/// stands against one payment stands against the whole transaction.
/// </summary>
public sealed class BatchDecider(
    ILedgerReader ledger, ITokenLedger tokenLedger, ITransferTransactions transactions, TransferOptions options, TokenOptions tokens)
{
    /// <summary>Judges a transaction, or after a proven death another one that pays the same, at a higher fee if it can be.</summary>
    /// <returns>The decision, as it depends on what only the wallet's lock can tell.</returns>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAsync(
        Transfer transfer, TransferContent.SolBatch batch, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(
            batch.Payments.Select(payment => payment.Recipient),
            recipient => ledger.GetTransferFactsAsync(wallet.Address, recipient, minimumSlot, cancellationToken));

        // Each recipient's minimum is judged; what is left is the wallet's side, as of the oldest of the answers.
        var funds = facts.Values.MinBy(answer => answer.Slot)! with { RecipientMinimum = Lamports.Zero };
        if (BatchRules.Check(batch.Payments, facts, options.AllowOffCurveRecipients) is { } refusal)
        {
            return position => TransferRules.Refuse(refusal, funds.Slot, position);
        }

        var total = BatchRules.Total(batch.Payments);
        if (total >= funds.SourceBalance)
        {
            var uncovered = WalletErrors.InsufficientFunds(
                $"The transaction needs {total} lamports and its fee; the wallet has {funds.SourceBalance} on chain.", funds.SourceBalance, total);
            return position => TransferRules.Refuse(uncovered, funds.Slot, position);
        }

        var order = new SolTransferOrder(wallet.Address, batch.Payments, batch.Memo);
        return await QuoteAsync(
            transfer,
            order,
            funds.Slot,
            (quote, position) => transfer.Attempt is null
                ? TransferRules.Decide(total, funds, quote, position)
                : TransferRules.DecideAgain(total, funds, quote, transfer.Quote!, position),
            cancellationToken);
    }

    /// <inheritdoc cref="JudgeAsync(Transfer, TransferContent.SolBatch, Wallet, ulong, CancellationToken)"/>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAsync(
        Transfer transfer, TransferContent.TokenBatch batch, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(
            batch.Payments.Select(payment => payment.To),
            recipient => tokenLedger.GetTransferFactsAsync(wallet.Address, recipient, batch.Mint, minimumSlot, cancellationToken));
        var funds = facts.Values.MinBy(answer => answer.Slot)!;
        if (Check(batch, facts) is { } refusal)
        {
            return position => TransferRules.Refuse(refusal, funds.Slot, position);
        }

        var movement = BatchRules.MovementOf(batch, facts, transfer.Id.ToString());
        if (TokenRules.CheckCoverage(movement, funds) is { } uncovered)
        {
            return position => TransferRules.Refuse(uncovered, funds.Slot, position);
        }

        return await QuoteAsync(
            transfer,
            new TokenTransferOrder(wallet.Address, movement!),
            funds.Slot,
            (quote, position) => transfer.Attempt is null
                ? TokenRules.Decide(_ => movement, isMaximum: false, funds, quote, position)
                : TokenRules.DecideAgain(movement!, funds, quote, transfer.Quote!, position),
            cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<SolanaAddress, T>> ReadAsync<T>(
        IEnumerable<SolanaAddress> recipients, Func<SolanaAddress, Task<T>> read)
    {
        SolanaAddress[] distinct = [.. recipients.Distinct()];
        var answers = await Task.WhenAll(distinct.Select(read));
        return distinct.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private WalletError? Check(TransferContent.TokenBatch batch, IReadOnlyDictionary<SolanaAddress, TokenTransferFacts> facts) => batch.Payments
        .Select(share => TokenRules.Check(batch.PaymentOf(share), facts[share.To], tokens, options.AllowOffCurveRecipients))
        .FirstOrDefault(refusal => refusal is not null);

    private async Task<Func<WalletPosition, TransferDecision>> QuoteAsync(
        Transfer transfer,
        TransferOrder order,
        ulong slot,
        Func<FeeQuote, WalletPosition, TransferDecision> decide,
        CancellationToken cancellationToken) => await transactions.QuoteAsync(order, transfer.Quote, cancellationToken) switch
        {
            TransferQuote.Priced priced => position => decide(priced.Quote, position),
            TransferQuote.Refused refused => position => TransferRules.Refuse(
                WalletErrors.SubmissionFailed(
                    transfer.Attempt is null
                        ? "The cluster's simulation of the transfer failed, so nothing was signed."
                        : "The transaction is proven never to execute, and the cluster's simulation of another one failed. No funds moved.",
                    refused.ChainError,
                    refused.Logs),
                slot,
                position),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
}
