using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Which token accounts may be closed. Pure: the same facts give the same decision.</summary>
public static class AccountClosingRules
{
    /// <summary>What stands against closing the account whatever the funds; null when nothing does.</summary>
    /// <param name="owner">The address that signs.</param>
    /// <param name="facts">What the chain says of the account and of the mint.</param>
    public static WalletError? Check(SolanaAddress owner, TokenTransferFacts facts) => facts switch
    {
        { Mint: null } => Refusal("Its mint can't be read."),
        { SourceAccount: null, Mint.Refusal: { } reason } => Refusal(reason.Reason),
        { SourceAccount: null } => Refusal("There is no such token account of this mint."),
        { SourceAccount: var account } when account.Owner != owner => Refusal($"The token account belongs to {account.Owner}."),
        { SourceAccount.CloseAuthority: { } authority } when authority != owner => Refusal($"Only {authority} may close the token account."),
        { SourceAccount.Amount: var amount and not 0 } =>
            Refusal(string.Create(CultureInfo.InvariantCulture, $"The token account holds {amount} base units.")),
        _ => null,
    };

    /// <summary>The closing as it is decided: it moves no tokens.</summary>
    /// <param name="closing">The intent.</param>
    /// <param name="facts">Those that <see cref="Check"/> has nothing against.</param>
    public static TokenMovement MovementOf(TransferContent.AccountClosing closing, TokenTransferFacts facts) =>
        new(closing.Mint, facts.Mint!.Program, facts.Mint.Decimals, closing.Account, Parts: [], Memo: null)
        {
            // Whether there is anything to harvest may change until it is executed; without anything it does no harm.
            HarvestsFees = facts.Mint.TransferFee is not null,
        };

    /// <summary>What is signed: account and recipient are those of the intent, whatever was decided.</summary>
    public static AccountClosingOrder OrderOf(TransferContent.AccountClosing closing, SolanaAddress owner, TokenMovement decided) =>
        new(owner, closing.Account, closing.To, closing.Mint, decided.Program, decided.HarvestsFees);

    /// <summary>Decides on the fee, with the wallet's reservations as they are under its row lock.</summary>
    public static TransferDecision Decide(
        TokenMovement closing, TokenTransferFacts facts, FeeQuote quote, WalletPosition position)
    {
        if (TransferRules.CheckPosition(facts.Slot, position) is { } early)
        {
            return early;
        }

        var available = facts.SourceBalance.SubtractOrZero(position.Reserved);
        if (TokenRules.CheckLamports(Lamports.Zero, available, facts, quote, position) is not { } refusal)
        {
            return new TransferDecision.Accept(Lamports.Zero, quote, closing);
        }

        // What has executed without having settled here is counted twice; a no holds only when it would without the double count.
        return TokenRules.CheckLamports(Lamports.Zero, available + position.InFlight, facts, quote, position) is null
            ? new TransferDecision.WaitForOthers()
            : new TransferDecision.Refuse(refusal);
    }

    /// <summary>Decides on another transaction after a proven death. The higher fee is taken when the funds allow it, else the fee that is reserved already.</summary>
    public static TransferDecision DecideAgain(
        TokenMovement closing, TokenTransferFacts facts, FeeQuote higher, FeeQuote reserved, WalletPosition position)
    {
        var decision = Decide(closing, facts, higher, position);
        if (decision is TransferDecision.Refuse or TransferDecision.WaitForOthers && position.Refusal is null)
        {
            decision = Decide(closing, facts, reserved, position);
        }

        return decision is TransferDecision.Accept accept
            ? new TransferDecision.SignAgain(accept.Lamports, accept.Quote, accept.Token)
            : decision;
    }

    private static WalletError Refusal(string reason) => WalletErrors.TokenRestricted($"The token account can't be closed. {reason}", "accountKept", retryable: false);
}
