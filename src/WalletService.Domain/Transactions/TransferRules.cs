using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Which SOL transfers are accepted. Pure: the same facts give the same decision.</summary>
public static class TransferRules
{
    /// <summary>Null when SOL may be sent there.</summary>
    public static WalletError? CheckRecipient(RecipientAccount recipient, bool allowOffCurve) => recipient.Kind switch
    {
        RecipientKind.Program => WalletErrors.InvalidRecipient(
            "The recipient is a program: what is sent to it is lost. Give the address of a wallet."),
        RecipientKind.TokenAccount => WalletErrors.InvalidRecipient(
            "The recipient is a token account, not a wallet. Give the address of the wallet that owns it."),
        RecipientKind.Mint => WalletErrors.InvalidRecipient(
            "The recipient is a token's mint: what is sent to it is lost. Give the address of a wallet."),
        RecipientKind.Reserved => WalletErrors.InvalidRecipient(
            "The recipient is an account of the Solana runtime: what is sent to it is lost. Give the address of a wallet."),
        RecipientKind.ProgramOwned when !allowOffCurve => WalletErrors.InvalidRecipient(
            "The recipient's account belongs to a program. Give the address of a wallet, or have the operator allow such recipients."),
        RecipientKind.Missing or RecipientKind.Wallet when !recipient.IsOnCurve && !allowOffCurve => WalletErrors.InvalidRecipient(
            "No private key can exist for the recipient (it is a program-derived address). Give the address of a wallet, or have the "
            + "operator allow such recipients."),
        RecipientKind.ProgramOwned or RecipientKind.Missing or RecipientKind.Wallet => null,
    };

    /// <summary>
    /// Decides on the funds, with the wallet's reservations as they are under its row lock. The source may be left with nothing or
    /// with the rent-exempt minimum at least, and the recipient must reach its own: the runtime refuses anything else
    /// (Solana documentation, "Rent").
    /// </summary>
    public static TransferDecision Decide(Lamports? requested, TransferFacts facts, FeeQuote quote, WalletPosition position)
    {
        if (position.Status != WalletStatus.Open)
        {
            return new TransferDecision.Refuse(WalletErrors.WalletFrozen());
        }

        if (facts.Slot < position.SettledSlot)
        {
            return new TransferDecision.ReadAgain(position.SettledSlot);
        }

        var available = facts.SourceBalance.SubtractOrZero(position.Reserved);
        var amount = requested ?? available.SubtractOrZero(quote.Fee);
        if (amount == Lamports.Zero || amount > available || quote.Fee > available - amount)
        {
            return new TransferDecision.Refuse(TooLittle(amount, available, facts, quote, position));
        }

        var refusal = CheckSourceRemainder(amount, available, facts, quote) ?? CheckRecipientMinimum(amount, facts);
        return refusal is null ? new TransferDecision.Accept(amount, quote) : new TransferDecision.Refuse(refusal);
    }

    private static WalletError TooLittle(
        Lamports amount, Lamports available, TransferFacts facts, FeeQuote quote, WalletPosition position)
    {
        var required = amount.Value > ulong.MaxValue - quote.Fee.Value ? new Lamports(ulong.MaxValue) : amount + quote.Fee;
        return WalletErrors.InsufficientFunds(
            $"The transfer needs {required} lamports ({amount} and a fee of {quote.Fee}); {available} are available "
            + $"({facts.SourceBalance} on chain, {position.Reserved} reserved by open transfers).",
            available,
            required);
    }

    private static WalletError? CheckSourceRemainder(Lamports amount, Lamports available, TransferFacts facts, FeeQuote quote)
    {
        // Judged twice: as if the other open transfers had gone before, and as if they were still to come.
        foreach (var balance in (ReadOnlySpan<Lamports>)[available, facts.SourceBalance])
        {
            var remainder = balance - amount - quote.Fee;
            if (remainder != Lamports.Zero && remainder < facts.SourceMinimum)
            {
                return WalletErrors.InsufficientFunds(
                    $"The transfer would leave {remainder} lamports in the wallet, less than the rent-exempt minimum of "
                    + $"{facts.SourceMinimum}. Send all of it with amount \"max\", or at most "
                    + $"{available.SubtractOrZero(quote.Fee).SubtractOrZero(facts.SourceMinimum)} lamports.",
                    available,
                    amount + quote.Fee + facts.SourceMinimum);
            }
        }

        return null;
    }

    private static WalletError? CheckRecipientMinimum(Lamports amount, TransferFacts facts)
    {
        var balance = facts.Recipient.Balance;
        var missing = facts.RecipientMinimum.SubtractOrZero(balance);
        return amount >= missing
            ? null
            : WalletErrors.InvalidRecipient(
                $"The recipient would hold {balance + amount} lamports, less than its rent-exempt minimum of {facts.RecipientMinimum}, "
                + $"and the cluster would refuse the transfer. Send at least {missing} lamports.");
    }
}
