using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>Judges the closing of empty token accounts: the account, the funds for the fee, and what the cluster's simulation says.</summary>
public sealed class AccountClosingDecider(ITokenLedger ledger, ITransferTransactions transactions)
{
    /// <summary>Also for another transaction after a proven death: all of it is read and judged anew, and the fee rises if it can.</summary>
    /// <returns>The decision, as it depends on what only the wallet's lock can tell.</returns>
    public async Task<Func<WalletPosition, TransferDecision>> JudgeAsync(
        Transfer transfer,
        TransferContent.AccountClosing closing,
        Wallet wallet,
        ulong minimumSlot,
        CancellationToken cancellationToken)
    {
        var facts = await ledger.GetAccountFactsAsync(
            wallet.Address, closing.Account, closing.To, closing.Mint, minimumSlot, cancellationToken);
        if (AccountClosingRules.Check(wallet.Address, facts) is { } refusal)
        {
            return position => TransferRules.Refuse(refusal, facts.Slot, position);
        }

        var movement = AccountClosingRules.MovementOf(closing, facts);
        var order = AccountClosingRules.OrderOf(closing, wallet.Address, movement);
        return await transactions.QuoteAsync(order, transfer.Quote, cancellationToken) switch
        {
            TransferQuote.Priced priced when transfer.Quote is { } reserved => position =>
                AccountClosingRules.DecideAgain(movement, facts, priced.Quote, reserved, position),
            TransferQuote.Priced priced => position => AccountClosingRules.Decide(movement, facts, priced.Quote, position),
            TransferQuote.Refused refused => position => TransferRules.Refuse(
                WalletErrors.SubmissionFailed(
                    "The cluster's simulation of the account's closing failed, so nothing was signed.", refused.ChainError, refused.Logs),
                facts.Slot,
                position),
            var other => throw new InvalidOperationException($"Unknown quote {other}."),
        };
    }
}
