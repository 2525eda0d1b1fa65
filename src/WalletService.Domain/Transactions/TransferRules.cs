using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Which SOL transfers are accepted. Pure: the same facts give the same decision.</summary>
public static class TransferRules
{
    /// <summary>What <c>validForMs</c> may be.</summary>
    public const string ValidityRule = "is a whole number of milliseconds from 1000 to 86400000 (a day).";

    public static readonly TimeSpan ShortestValidity = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(1);

    /// <summary>What a request may say beside what is paid; null when it may.</summary>
    public static WalletError? CheckRequest(string? memo, TimeSpan? validFor)
    {
        if (memo is not null && !TransferMemo.IsValid(memo))
        {
            return WalletErrors.ValidationFailed("memo", $"is text of at most {TransferMemo.MaximumBytes} bytes of UTF-8.");
        }

        return validFor < ShortestValidity || validFor > LongestValidity
            ? WalletErrors.ValidationFailed("validForMs", ValidityRule)
            : null;
    }

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
        if (CheckPosition(facts.Slot, position) is { } early)
        {
            return early;
        }

        var available = facts.SourceBalance.SubtractOrZero(position.Reserved);
        var decision = Judge(requested, available, facts, quote, position);
        if (position.InFlight == Lamports.Zero)
        {
            return decision;
        }

        // What has executed without having settled here is counted twice: it is missing from the balance, and reserved. A yes holds all
        // the same; a no, and what "max" comes to, hold only if they would without the double count.
        var isCertain = requested is not null
            && (decision is TransferDecision.Accept
                || Judge(requested, available + position.InFlight, facts, quote, position) is TransferDecision.Refuse);
        return isCertain ? decision : new TransferDecision.WaitForOthers();
    }

    private static TransferDecision Judge(
        Lamports? requested, Lamports available, TransferFacts facts, FeeQuote quote, WalletPosition position)
    {
        var amount = requested ?? available.SubtractOrZero(quote.Fee);
        if (amount == Lamports.Zero || amount > available || quote.Fee > available - amount)
        {
            return new TransferDecision.Refuse(TooLittle(amount, available, facts, quote, position));
        }

        var refusal = CheckSourceRemainder(amount, available, facts, quote) ?? CheckRecipientMinimum(amount, facts);
        return refusal is null ? new TransferDecision.Accept(amount, quote) : new TransferDecision.Refuse(refusal);
    }

    /// <summary>
    /// Decides on another transaction for a payment whose newest one is proven dead. The higher fee is taken when the funds allow it,
    /// else the fee that is reserved already.
    /// </summary>
    public static TransferDecision DecideAgain(
        Lamports lamports, TransferFacts facts, FeeQuote higher, FeeQuote reserved, WalletPosition position)
    {
        var decision = Decide(lamports, facts, higher, position);
        var quote = higher;
        if (decision is TransferDecision.Refuse or TransferDecision.WaitForOthers && position.Refusal is null)
        {
            decision = Decide(lamports, facts, reserved, position);
            quote = reserved;
        }

        return decision is TransferDecision.Accept ? new TransferDecision.SignAgain(lamports, quote) : decision;
    }

    /// <summary>What is decided whatever the funds: a wallet that may not sign, or a chain read too early. Null when neither holds.</summary>
    public static TransferDecision? CheckPosition(ulong slot, WalletPosition position)
    {
        if (position.Refusal is { } refusal)
        {
            return new TransferDecision.Refuse(refusal);
        }

        return slot < position.SettledSlot ? new TransferDecision.ReadAgain(position.SettledSlot) : null;
    }

    /// <summary>Null when the recipient reaches its rent-exempt minimum with the amount.</summary>
    public static WalletError? CheckRecipientMinimum(Lamports amount, TransferFacts facts)
    {
        var balance = facts.Recipient.Balance;
        var missing = facts.RecipientMinimum.SubtractOrZero(balance);
        return amount >= missing
            ? null
            : WalletErrors.InvalidRecipient(
                $"The recipient would hold {balance + amount} lamports, less than its rent-exempt minimum of {facts.RecipientMinimum}, "
                + $"and the cluster would refuse the transfer. Send at least {missing} lamports.");
    }

    /// <summary>
    /// Refuses for a reason that was found before the wallet was locked. That the wallet may not sign comes first, and what a node that
    /// lags behind the wallet's last transfer says is no reason: it is read again.
    /// </summary>
    /// <param name="error">The reason.</param>
    /// <param name="slot">As of when the chain gave it.</param>
    /// <param name="position">As it is under the wallet's lock.</param>
    public static TransferDecision Refuse(WalletError error, ulong slot, WalletPosition position) =>
        CheckPosition(slot, position) ?? new TransferDecision.Refuse(error);

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
            var remainder = balance.SubtractOrZero(amount).SubtractOrZero(quote.Fee);
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
}
