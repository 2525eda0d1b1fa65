using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>Judges payments in tokens: the mint, the recipient, the funds, and what the cluster's simulation says.</summary>
public sealed class TokenPaymentDecider(
    ITokenLedger ledger, ITransferTransactions transactions, TransferOptions options, TokenOptions tokens, IFeatureFlags features)
{
    /// <returns>The decision, as it depends on what only the wallet's lock can tell.</returns>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAsync(
        Transfer transfer, TransferContent.TokenPayment payment, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(payment, wallet, minimumSlot, cancellationToken);
        if ((Check(payment, facts) ?? CheckFeatures(transfer, facts)) is { } refusal)
        {
            return position => TransferRules.Refuse(refusal, facts.Slot, position);
        }

        TokenMovement? MovementOf(ulong available) => TokenRules.Movement(payment, facts, available, transfer.Id.ToString());

        // A simulation of what the balance can't cover would fail with a poorer message than the rules give.
        var movement = MovementOf(facts.SourceAccount?.Amount ?? 0);
        if (TokenRules.CheckCoverage(movement, facts) is { } uncovered)
        {
            return position => TransferRules.Refuse(uncovered, facts.Slot, position);
        }

        return await transactions.QuoteAsync(OrderOf(payment, wallet, movement!), previous: null, cancellationToken) switch
        {
            TransferQuote.Priced priced => position =>
                TokenRules.Decide(MovementOf, payment.Requested is null, facts, priced.Quote, position),
            TransferQuote.Refused refused => position => TransferRules.Refuse(
                Unsimulated("The cluster's simulation of the transfer failed, so nothing was signed.", refused, movement!), facts.Slot, position),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
    }

    /// <summary>
    /// The same for another transaction of a payment that was accepted before. What was to be sent stays, and what was to be received
    /// too: the mint's fee may have changed since.
    /// </summary>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAgainAsync(
        Transfer transfer, TransferContent.TokenPayment payment, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(payment, wallet, minimumSlot, cancellationToken);
        if (Check(payment, facts) is { } refusal)
        {
            return position => TransferRules.Refuse(refusal, facts.Slot, position);
        }

        var memo = transfer.Id.ToString();
        var movement = payment.Requested is null
            ? TokenRules.MovementOf(payment, facts, transfer.Token!.Total, memo)
            : TokenRules.Movement(payment, facts, available: 0, memo);
        if (TokenRules.CheckCoverage(movement, facts) is { } uncovered)
        {
            return position => TransferRules.Refuse(uncovered, facts.Slot, position);
        }

        return await transactions.QuoteAsync(OrderOf(payment, wallet, movement!), transfer.Quote, cancellationToken) switch
        {
            TransferQuote.Priced priced => position => TokenRules.DecideAgain(movement!, facts, priced.Quote, transfer.Quote!, position),
            TransferQuote.Refused refused => position => TransferRules.Refuse(
                Unsimulated(
                    "The transaction is proven never to execute, and the cluster's simulation of another one failed. No funds moved.",
                    refused,
                    movement!),
                facts.Slot,
                position),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
    }

    private Task<TokenTransferFacts> ReadAsync(
        TransferContent.TokenPayment payment, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken) =>
        payment.SourceAccount is { } account
            ? ledger.GetAccountFactsAsync(wallet.Address, account, payment.To, payment.Mint, minimumSlot, cancellationToken)
            : ledger.GetTransferFactsAsync(wallet.Address, payment.To, payment.Mint, minimumSlot, cancellationToken);

    private static TokenTransferOrder OrderOf(TransferContent.TokenPayment payment, Wallet wallet, TokenMovement movement) =>
        new(wallet.Address, movement) { SourceAccount = payment.SourceAccount };

    private static WalletError Unsimulated(string message, TransferQuote.Refused refused, TokenMovement movement) =>
        WalletErrors.SubmissionFailed(
            TokenErrorMeanings.Explain(message, refused.ChainError, movement), refused.ChainError, refused.Logs);

    /// <summary>Nobody has asked for a sweep, so that nobody would ask again: it goes on.</summary>
    private WalletError? CheckFeatures(Transfer transfer, TokenTransferFacts facts) =>
        transfer.IsSweep ? null : TokenRules.CheckFeatures(facts, features);

    private WalletError? Check(TransferContent.TokenPayment payment, TokenTransferFacts facts) =>
        TokenRules.Check(payment, facts, tokens, options.AllowOffCurveRecipients);
}
