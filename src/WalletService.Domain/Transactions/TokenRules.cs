using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Which payments in tokens are accepted. Pure: the same facts give the same decision.</summary>
public static class TokenRules
{
    /// <summary>What stands against the payment whatever the funds; null when nothing does.</summary>
    public static WalletError? Check(TransferContent.TokenPayment payment, TokenTransferFacts facts, TokenOptions options, bool allowOffCurve)
    {
        if (facts.Mint is not { } mint)
        {
            return WalletErrors.ValidationFailed("mint", "is not the address of a mint of the Token or Token-2022 program.");
        }

        if (mint.Refusal is { } refusal)
        {
            return WalletErrors.MintDenied(refusal.Reason, refusal.Extension, payment.Mint.Value);
        }

        return TransferRules.CheckRecipient(facts.Recipient, allowOffCurve)
            ?? CheckRestrictions(mint, facts)
            ?? CheckRecipientAccount(payment, facts, options)
            ?? CheckDecimals(payment, mint);
    }

    /// <summary>What is switched off stands against a payment that is judged for the first time.</summary>
    public static WalletError? CheckFeatures(TokenTransferFacts facts, IFeatureFlags features) =>
        facts.Mint is { HasTransferHook: true } && !features.IsOn(Feature.TransferHooks) ? WalletErrors.FeatureDisabled(Feature.TransferHooks) : null;

    /// <summary>
    /// What is moved when <paramref name="available"/> base units are free. For <c>"max"</c> that is all of them; an amount to be
    /// received is raised by what the mint withholds. Null when no number of base units does what is asked.
    /// </summary>
    /// <param name="payment">The intent, checked by <see cref="Check"/>.</param>
    /// <param name="facts">The facts that it was checked by.</param>
    /// <param name="available">Base units.</param>
    /// <param name="memo">The payment's memo, or what stands in for it where the recipient's account demands one.</param>
    public static TokenMovement? Movement(TransferContent.TokenPayment payment, TokenTransferFacts facts, ulong available, string memo)
    {
        var mint = facts.Mint!;
        var asked = available;
        if (payment.Requested is { } requested && !requested.TryToBaseUnits(mint.Decimals, out asked))
        {
            return null;
        }

        var isToBeReceived = payment is { Requested: not null, Meaning: TokenAmountMeaning.Received };
        return (isToBeReceived && mint.TransferFee is { } fee ? fee.ToReceive(asked) : asked) is { } amount
            ? MovementOf(payment, facts, amount, memo)
            : null;
    }

    /// <summary>The movement of a given number of base units.</summary>
    public static TokenMovement MovementOf(TransferContent.TokenPayment payment, TokenTransferFacts facts, ulong amount, string memo)
    {
        var mint = facts.Mint!;
        var addresses = facts.AccountAddresses!.Value;
        var requiresMemo = facts.RecipientAccount is { RequiresMemo: true };
        return new TokenMovement(
            payment.Mint,
            mint.Program,
            mint.Decimals,
            addresses.Source,
            [
                new TokenPart(
                    payment.To,
                    addresses.Recipient,
                    amount,
                    mint.TransferFee?.Of(amount),
                    CreatesAccount: facts.RecipientAccount is null,
                    requiresMemo,
                    mint.HookAccounts),
            ],
            payment.Memo ?? (requiresMemo ? memo : null));
    }

    /// <summary>Null when the balances on chain cover the movement, whatever is reserved of them.</summary>
    /// <param name="movement">Null when no number of base units does what is asked.</param>
    /// <param name="facts">What the chain says.</param>
    public static WalletError? CheckCoverage(TokenMovement? movement, TokenTransferFacts facts)
    {
        var held = facts.SourceAccount?.Amount ?? 0;
        if (movement is null)
        {
            return Unreceivable();
        }

        if (movement.Total == 0 || movement.Total > held)
        {
            return WalletErrors.InsufficientTokens(
                $"The transfer needs {Text(movement.Total)} base units of the token; the wallet's associated token account has {Text(held)}.",
                held,
                movement.Total);
        }

        var rent = RentOf(movement, facts);
        return facts.SourceBalance > rent
            ? null
            : WalletErrors.InsufficientFunds(
                $"The wallet has {facts.SourceBalance} lamports, which do not cover the transaction's fee{OfRent(rent)}. Send SOL to it first.",
                facts.SourceBalance,
                rent);
    }

    /// <summary>Decides on tokens and SOL, with the wallet's reservations as they are under its row lock.</summary>
    /// <param name="movementOf">The movement when so many base units are free; null when no number of them does what is asked.</param>
    /// <param name="isMaximum">The amount depends on what is free.</param>
    /// <param name="facts">What the chain says.</param>
    /// <param name="quote">What the transaction costs.</param>
    /// <param name="position">What only the wallet's lock can tell.</param>
    public static TransferDecision Decide(
        Func<ulong, TokenMovement?> movementOf, bool isMaximum, TokenTransferFacts facts, FeeQuote quote, WalletPosition position)
    {
        if (TransferRules.CheckPosition(facts.Slot, position) is { } early)
        {
            return early;
        }

        var decision = Judge(movementOf, facts, quote, position, countInFlight: false);
        if (position.InFlight == Lamports.Zero && position.Tokens.InFlight == 0)
        {
            return decision;
        }

        // What has executed without having settled here is counted twice: it is missing from the balance, and reserved. A yes holds all
        // the same; a no, and what "max" comes to, hold only if they would without the double count.
        var isCertain = (decision is TransferDecision.Accept && (!isMaximum || position.Tokens.InFlight == 0))
            || (decision is TransferDecision.Refuse
                && Judge(movementOf, facts, quote, position, countInFlight: true) is TransferDecision.Refuse);
        return isCertain ? decision : new TransferDecision.WaitForOthers();
    }

    /// <summary>Decides on another transaction after a proven death. The higher fee is taken when the funds allow it, else the fee that is reserved already.</summary>
    public static TransferDecision DecideAgain(
        TokenMovement movement, TokenTransferFacts facts, FeeQuote higher, FeeQuote reserved, WalletPosition position)
    {
        var decision = Decide(_ => movement, isMaximum: false, facts, higher, position);
        if (decision is TransferDecision.Refuse or TransferDecision.WaitForOthers && position.Refusal is null)
        {
            decision = Decide(_ => movement, isMaximum: false, facts, reserved, position);
        }

        return decision is TransferDecision.Accept accept
            ? new TransferDecision.SignAgain(accept.Lamports, accept.Quote, accept.Token)
            : decision;
    }

    private static TransferDecision Judge(
        Func<ulong, TokenMovement?> movementOf, TokenTransferFacts facts, FeeQuote quote, WalletPosition position, bool countInFlight)
    {
        var held = facts.SourceAccount?.Amount ?? 0;
        var tokens = (held > position.Tokens.Reserved ? held - position.Tokens.Reserved : 0) + (countInFlight ? position.Tokens.InFlight : 0);
        if (movementOf(tokens) is not { } movement)
        {
            return new TransferDecision.Refuse(Unreceivable());
        }

        if (movement.Total == 0 || movement.Total > tokens)
        {
            return new TransferDecision.Refuse(WalletErrors.InsufficientTokens(
                $"The transfer needs {Text(movement.Total)} base units of the token; {Text(tokens)} are available ({Text(held)} in the "
                + $"wallet's associated token account, {Text(position.Tokens.Reserved)} reserved by open transfers).",
                tokens,
                movement.Total));
        }

        var rent = RentOf(movement, facts);
        var available = facts.SourceBalance.SubtractOrZero(position.Reserved) + (countInFlight ? position.InFlight : Lamports.Zero);
        return CheckLamports(rent, available, facts, quote, position) is { } refusal
            ? new TransferDecision.Refuse(refusal)
            : new TransferDecision.Accept(rent, quote, movement);
    }

    internal static WalletError? CheckLamports(
        Lamports rent, Lamports available, TokenTransferFacts facts, FeeQuote quote, WalletPosition position)
    {
        var needed = rent + quote.Fee;
        var of = $"for its fee{OfRent(rent)}";
        if (needed > available)
        {
            return WalletErrors.InsufficientFunds(
                $"The transfer needs {needed} lamports {of}; {available} are available ({facts.SourceBalance} on chain, "
                + $"{position.Reserved} reserved by open transfers).",
                available,
                needed);
        }

        // Judged twice: as if the other open transfers had gone before, and as if they were still to come.
        foreach (var balance in (ReadOnlySpan<Lamports>)[available, facts.SourceBalance])
        {
            var remainder = balance.SubtractOrZero(needed);
            if (remainder != Lamports.Zero && remainder < facts.SourceMinimum)
            {
                return WalletErrors.InsufficientFunds(
                    $"The transfer needs {needed} lamports {of} and would leave {remainder} in the wallet, less than the rent-exempt minimum "
                    + $"of {facts.SourceMinimum}. Send SOL to the wallet first.",
                    available,
                    needed + facts.SourceMinimum);
            }
        }

        return null;
    }

    private static WalletError? CheckRestrictions(MintFacts mint, TokenTransferFacts facts)
    {
        if (mint.IsPaused)
        {
            return WalletErrors.TokenRestricted("The token's issuer has paused all transfers of it. Try again later.", "paused", retryable: true);
        }

        if (facts.SourceAccount is { IsFrozen: true })
        {
            return WalletErrors.TokenRestricted(
                "The token's issuer has frozen the wallet's token account. Only the issuer can thaw it.", "sourceFrozen", retryable: false);
        }

        return facts.RecipientAccount is { IsFrozen: true }
            ? WalletErrors.TokenRestricted(
                "The token's issuer has frozen the recipient's token account: it can't receive. Only the issuer can thaw it.",
                "recipientFrozen",
                retryable: false)
            : null;
    }

    private static WalletError? CheckRecipientAccount(TransferContent.TokenPayment payment, TokenTransferFacts facts, TokenOptions options)
    {
        if (facts.RecipientAccount is { } account)
        {
            return account.Owner == payment.To
                ? null
                : WalletErrors.InvalidRecipient(
                    $"The recipient's associated token account belongs to {account.Owner} now: what is sent there does not reach the recipient.");
        }

        if (!options.CreateRecipientAccounts)
        {
            return WalletErrors.InvalidRecipient(
                "The recipient has no account for this token, and the service does not create any (Tokens:CreateRecipientAccounts). Have the "
                + "recipient create its associated token account first.");
        }

        return facts.AccountRent.Value > (ulong)options.MaximumAccountRentLamports
            ? WalletErrors.RentDenied(
                $"The recipient has no account for this token, and creating it costs {facts.AccountRent} lamports, more than the "
                + $"{Text((ulong)options.MaximumAccountRentLamports)} that may be spent on it (Tokens:MaximumAccountRentLamports).",
                facts.AccountRent)
            : null;
    }

    private static WalletError? CheckDecimals(TransferContent.TokenPayment payment, MintFacts mint)
    {
        if (payment.Requested is not { } requested || requested.TryToBaseUnits(mint.Decimals, out _))
        {
            return null;
        }

        return WalletErrors.ValidationFailed(
            "amount",
            requested.FractionDigits > mint.Decimals
                ? $"has {requested.FractionDigits} decimals; the token has {mint.Decimals}. Amounts are never rounded."
                : "is more than a token can have.");
    }

    private static Lamports RentOf(TokenMovement movement, TokenTransferFacts facts) =>
        new(checked(facts.AccountRent.Value * (ulong)movement.Parts.Count(part => part.CreatesAccount)));

    private static string OfRent(Lamports rent) => rent == Lamports.Zero ? string.Empty : $" and the recipient's new token account ({rent})";

    internal static WalletError Unreceivable() => WalletErrors.ValidationFailed(
        "amount", "can't be received: the mint withholds so much that no amount sent would leave it.");

    private static string Text(ulong baseUnits) => baseUnits.ToString(CultureInfo.InvariantCulture);
}
