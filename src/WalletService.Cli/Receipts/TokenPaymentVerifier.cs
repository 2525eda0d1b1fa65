using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Receipts;

/// <summary>Checks the receipt of a payment in a token: the bytes against its fields, and the token balances against the amounts.</summary>
internal static class TokenPaymentVerifier
{
    private const string InTheBytes = "in the signed bytes";
    private const string Derived = "derived from wallet, program and mint";

    public static IEnumerable<ReceiptCheck> Verify(TransactionReceipt receipt, TokenPayment token, Transaction transaction)
    {
        var content = PaymentContent.Read(transaction.Message);
        yield return Instructions(content);
        yield return ReceiptCheck.Same("fee payer", receipt.Address, transaction.Message.FeePayer.ToString(), InTheBytes);
        var transfer = content.TokenTransfers.Count > 0 ? content.TokenTransfers[0] : null;
        yield return ReceiptCheck.Same("address", receipt.Address, transfer?.Owner.ToString(), InTheBytes);
        yield return ReceiptCheck.Same("mint", token.Mint, transfer?.Mint.ToString(), InTheBytes);
        yield return ReceiptCheck.Same("token program", token.Program, NameOf(transfer?.Program), InTheBytes);
        yield return ReceiptCheck.Same(
            "decimals", token.Decimals?.ToString(CultureInfo.InvariantCulture), transfer?.Decimals.ToString(CultureInfo.InvariantCulture), InTheBytes);
        yield return ReceiptCheck.Same("source account", token.SourceAccount, transfer?.SourceAccount.ToString(), InTheBytes);
        yield return ReceiptCheck.Same("source account of wallet", token.SourceAccount, AccountOf(receipt.Address, transfer), Derived);
        yield return ReceiptCheck.Same("recipient account", token.RecipientAccount, transfer?.RecipientAccount.ToString(), InTheBytes);
        yield return ReceiptCheck.Same("recipient", token.RecipientAccount, AccountOf(receipt.Recipient, transfer), Derived);
        yield return Creation(receipt, token, content);
        yield return ReceiptCheck.Same("sent", token.Sent, transfer is null ? null : Amounts.Write(transfer.Amount), InTheBytes);
        yield return ReceiptCheck.Same(
            "transfer fee", token.TransferFee, transfer?.Fee is { } fee ? Amounts.Write(fee) : null, InTheBytes);
        yield return Received(token);
        yield return ReceiptCheck.Same("memo", receipt.Memo, content.Memos.Count > 0 ? content.Memos[0] : null, InTheBytes);
        yield return Moved("source tokens", token.Balances?.SourceBefore, token.Balances?.SourceAfter, MovedOf(receipt, token.Sent));
        yield return Moved("recipient tokens", token.Balances?.RecipientAfter, token.Balances?.RecipientBefore, MovedOf(receipt, token.Received));
    }

    private static ReceiptCheck Instructions(PaymentContent content)
    {
        var isPlain = content is { Others: 0, Transfers.Count: 0, TokenTransfers.Count: 1, Creations.Count: <= 1, Memos.Count: <= 1 };
        return new ReceiptCheck(
            "instructions",
            isPlain,
            isPlain
                ? "one transfer of tokens, the creation of the recipient's account if any, a memo if any, and compute budget settings; nothing else"
                : $"{content.TokenTransfers.Count} transfers of tokens, {content.Transfers.Count} of SOL, {content.Creations.Count} creations, "
                    + $"{content.Memos.Count} memos and {content.Others} others, where one transfer of tokens is expected");
    }

    private static ReceiptCheck Creation(TransactionReceipt receipt, TokenPayment token, PaymentContent content)
    {
        var creation = content.Creations.Count > 0 ? content.Creations[0] : null;
        var isOrdered = token.CreatesAccount == true;
        var agrees = creation is null
            ? !isOrdered
            : isOrdered
                && IsText(creation.Payer, receipt.Address)
                && IsText(creation.Wallet, receipt.Recipient)
                && IsText(creation.Account, token.RecipientAccount)
                && IsText(creation.Mint, token.Mint);
        return new ReceiptCheck(
            "creation",
            agrees,
            !agrees ? "what the bytes create is not what the receipt says"
                : creation is null ? "no account was created"
                : $"the recipient's account, unless it was there, paid by {receipt.Address}");
    }

    private static ReceiptCheck Received(TokenPayment token)
    {
        var expected = Amounts.Read(token.Sent) - (token.TransferFee is null ? 0 : Amounts.Read(token.TransferFee));
        return ReceiptCheck.Same(
            "received", token.Received, expected is { } received ? Amounts.Write(received) : null, "sent less what the mint withholds");
    }

    private static ulong? MovedOf(TransactionReceipt receipt, string? amount) => receipt.ChainError is null ? Amounts.Read(amount) : 0;

    private static ReceiptCheck Moved(string name, string? greater, string? smaller, ulong? expected)
    {
        var difference = (Int128?)Amounts.Read(greater) - Amounts.Read(smaller);
        var agrees = difference is not null && expected is not null && difference == (Int128)expected.Value;
        return new ReceiptCheck(
            name,
            agrees,
            $"{difference?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} base units"
                + (agrees ? ", as amount, fee and outcome say" : $", where amount, fee and outcome say {expected?.ToString(CultureInfo.InvariantCulture) ?? "something unreadable"}"));
    }

    /// <summary>Null when there is nothing to derive it from.</summary>
    private static string? AccountOf(string? wallet, TokenTransfer? transfer) =>
        transfer is not null && Address.TryParse(wallet, out var address)
            ? AssociatedTokenProgram.FindAddress(address, transfer.Program, transfer.Mint).ToString()
            : null;

    private static string? NameOf(Address? program) => program == TokenProgram.Id ? "token" : program == TokenProgram.Token2022Id ? "token-2022" : null;

    private static bool IsText(Address address, string? text) => string.Equals(address.ToString(), text, StringComparison.Ordinal);
}
