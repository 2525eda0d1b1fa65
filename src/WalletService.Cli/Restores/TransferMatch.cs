using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Restores;

/// <summary>
/// Whether a transaction that a restored database does not know carried out a transfer that it holds as open. By the signed bytes where
/// the database has their hash, which proves it; else by what they pay to whom, and by the mark of the transfer's id that they carry.
/// </summary>
internal static class TransferMatch
{
    /// <summary>The vault was asked to sign these very bytes for the transfer, or the caller has built them.</summary>
    public static bool IsProven(OpenTransfer open, ExecutedTransaction transaction) =>
        open.Attempts.Any(attempt => string.Equals(attempt.MessageHash, transaction.MessageHash, StringComparison.Ordinal))
        || (open.Transfer.Content is TransferContent.CallerTransaction caller
            && Transaction.TryParse(caller.WireTransaction.Span, out var built)
            && string.Equals(TransactionReading.HashOf(built), transaction.MessageHash, StringComparison.Ordinal));

    /// <summary>
    /// It pays what the transfer asks for, from the same address, to the same recipients in the same order, and does nothing else; and it
    /// was built for this transfer's id or, in one of 125 cases, for another's.
    /// </summary>
    public static bool IsEqual(OpenTransfer open, ExecutedTransaction transaction) =>
        TransferVariation.Fits(open.Id, transaction.DataSizeLimit)
        && transaction is { IsPlain: true, ClosedTo.Count: 0 } && transaction.Signer == open.Source && open.Transfer.Content switch
        {
            TransferContent.SolPayment payment => IsPayment(payment, open.Transfer, transaction),
            TransferContent.SolBatch batch =>
                transaction.TokenPayments is null && transaction.Memo == batch.Memo && transaction.SolPayments.SequenceEqual(batch.Payments),
            TransferContent.TokenPayment payment => IsTokens(
                open.Transfer,
                transaction,
                (payment.Mint, payment.SourceAccount),
                payment.Memo,
                [new TokenShareAsked(payment.To, payment.Requested)],
                payment.Meaning),
            TransferContent.TokenBatch batch => IsTokens(
                open.Transfer,
                transaction,
                (batch.Mint, Source: null),
                batch.Memo,
                [.. batch.Payments.Select(share => new TokenShareAsked(share.To, share.Quantity))],
                batch.Meaning),
            _ => false,
        };

    /// <summary>Everything that it moves stays with the wallet: a sweep of an address that was given up.</summary>
    /// <param name="transaction">It.</param>
    /// <param name="own">All addresses of the wallet.</param>
    public static bool IsWithinWallet(ExecutedTransaction transaction, IReadOnlySet<SolanaAddress> own) =>
        transaction.IsPlain
        && (transaction.SolPayments.Count > 0 || transaction.TokenPayments is not null || transaction.ClosedTo.Count > 0)
        && transaction.ClosedTo.All(own.Contains)
        && transaction.SolPayments.All(payment => own.Contains(payment.Recipient))
        && (transaction.TokenPayments is not { } tokens
            || tokens.Parts.All(part => own.Any(address => part.RecipientAccount == AccountOf(address, tokens))));

    private static bool IsPayment(TransferContent.SolPayment payment, Transfer transfer, ExecutedTransaction transaction) =>
        transaction.TokenPayments is null
        && transaction.Memo == payment.Memo
        && transaction.SolPayments is [var paid]
        && paid.Recipient == payment.To
        && IsAmount(transfer.Lamports ?? payment.Requested, paid.Lamports, transfer.IsSweep);

    /// <summary>What "max" came to is known only once it was decided. A sweep may be taken for another sweep: both leave everything with the wallet.</summary>
    private static bool IsAmount(Lamports? asked, Lamports paid, bool isSweep) => asked is { } lamports ? lamports == paid : isSweep;

    private static bool IsTokens(
        Transfer transfer,
        ExecutedTransaction transaction,
        (SolanaAddress Mint, SolanaAddress? Source) token,
        string? memo,
        IReadOnlyList<TokenShareAsked> asked,
        TokenAmountMeaning meaning)
    {
        if (transaction.TokenPayments is not { } paid || transaction.SolPayments.Count > 0 || paid.Mint != token.Mint
            || paid.SourceAccount != (token.Source ?? AccountOf(transaction.Signer, paid)))
        {
            return false;
        }

        if (transfer.Token is { } decided)
        {
            return paid.Program == decided.Program
                && transaction.Memo == decided.Memo
                && paid.Parts.Select(Moved).SequenceEqual(decided.Parts.Select(Moved));
        }

        // Where a recipient's account demands a memo and there is none, the transfer's id stands in.
        return (transaction.Memo == memo || (memo is null && transaction.Memo == transfer.Id.ToString()))
            && paid.Parts.Count == asked.Count
            && paid.Parts.Zip(asked).All(pair =>
                pair.First.RecipientAccount == AccountOf(pair.Second.To, paid)
                && IsAmount(pair.Second.Quantity, pair.First, paid.Decimals, meaning, transfer.IsSweep));
    }

    private static bool IsAmount(TokenQuantity? asked, TokenPart paid, byte decimals, TokenAmountMeaning meaning, bool isSweep) =>
        asked is { } quantity
            ? quantity.TryToBaseUnits(decimals, out var units)
                && units == (meaning == TokenAmountMeaning.Received ? paid.Amount - (paid.TransferFee ?? 0) : paid.Amount)
            : isSweep;

    private static (SolanaAddress Account, ulong Amount, ulong? Fee) Moved(TokenPart part) => (part.RecipientAccount, part.Amount, part.TransferFee);

    private static SolanaAddress AccountOf(SolanaAddress wallet, TokenMovement movement) => SolanaAddress.Parse(
        AssociatedTokenProgram.FindAddress(Address.Parse(wallet.Value), Address.Parse(movement.Program.Value), Address.Parse(movement.Mint.Value)).ToString());

    private sealed record TokenShareAsked(SolanaAddress To, TokenQuantity? Quantity);
}
