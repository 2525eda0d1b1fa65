using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Transactions;

/// <summary>The tokens of a payment as replies and receipts carry them.</summary>
internal static class TokenPaymentMapping
{
    private static readonly SolanaAddress Token = SolanaAddress.Parse("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

    /// <summary>Null when it is no payment in a token; with the mint alone until it is decided.</summary>
    public static TokenPayment? ToTokenPayment(this Transfer transfer)
    {
        if (transfer.Content.PaidMint is not { } mint)
        {
            return null;
        }

        var asked = new TokenPayment { Mint = mint.Value };
        if (transfer.Content is TransferContent.TokenBatch)
        {
            return transfer.Token is { } several ? ToTotals(asked, several, transfer.Execution?.Tokens) : asked;
        }

        return transfer.Token is { Parts: [var part] } movement
            ? asked with
            {
                Program = NameOf(movement.Program),
                Decimals = movement.Decimals,
                Sent = Text(part.Amount),
                TransferFee = part.TransferFee is { } fee ? Text(fee) : null,
                Received = Text(part.Amount - (part.TransferFee ?? 0)),
                SourceAccount = movement.SourceAccount.Value,
                RecipientAccount = part.RecipientAccount.Value,
                CreatesAccount = part.CreatesAccount,
                Balances = ToBalances(transfer.Execution?.Tokens),
            }
            : asked;
    }

    /// <summary>The memo on chain: the caller's, or for a payment in a token the one that stands in for it.</summary>
    public static string? MemoOf(Transfer transfer) => transfer.Content switch
    {
        TransferContent.SolPayment payment => payment.Memo,
        TransferContent.TokenPayment payment => transfer.Token is { } movement ? movement.Memo : payment.Memo,
        TransferContent.SolBatch batch => batch.Memo,
        TransferContent.TokenBatch batch => transfer.Token is { } movement ? movement.Memo : batch.Memo,
        _ => null,
    };

    /// <summary>What several recipients are paid together: each of them is told with the batch.</summary>
    private static TokenPayment ToTotals(TokenPayment asked, TokenMovement movement, TokenBalances? balances)
    {
        var withheld = movement.Parts.Aggregate(0UL, (sum, part) => sum + (part.TransferFee ?? 0));
        return asked with
        {
            Program = NameOf(movement.Program),
            Decimals = movement.Decimals,
            Sent = Text(movement.Total),
            TransferFee = movement.Parts[0].TransferFee is null ? null : Text(withheld),
            Received = Text(movement.Total - withheld),
            SourceAccount = movement.SourceAccount.Value,
            Balances = balances is null
                ? null
                : new TokenPaymentBalances { SourceBefore = Text(balances.SourceBefore), SourceAfter = Text(balances.SourceAfter) },
        };
    }

    private static string NameOf(SolanaAddress program) => program == Token ? "token" : "token-2022";

    private static TokenPaymentBalances? ToBalances(TokenBalances? balances) => balances is null
        ? null
        : new TokenPaymentBalances
        {
            SourceBefore = Text(balances.SourceBefore),
            SourceAfter = Text(balances.SourceAfter),
            RecipientBefore = balances.RecipientBefore is { } before ? Text(before) : null,
            RecipientAfter = balances.RecipientAfter is { } after ? Text(after) : null,
        };

    private static string Text(ulong baseUnits) => baseUnits.ToString(CultureInfo.InvariantCulture);
}
