using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Receipts;

/// <summary>
/// Checks the receipt of a batch's transaction: that the bytes pay out of the wallet what the receipt says in all, and do nothing else.
/// Whom they pay is in the bytes, and told row by row by the batch itself.
/// </summary>
internal static class BatchPaymentVerifier
{
    private const string InTheBytes = "in the signed bytes";

    public static IEnumerable<ReceiptCheck> Verify(TransactionReceipt receipt, Transaction transaction)
    {
        var content = PaymentContent.Read(transaction.Message);
        yield return ReceiptCheck.Same("fee payer", receipt.Address, transaction.Message.FeePayer.ToString(), InTheBytes);
        foreach (var check in receipt.Token is { } token ? TokenChecks(receipt, token, content) : SolChecks(receipt, content))
        {
            yield return check;
        }

        var memos = content.Memos.Distinct(StringComparer.Ordinal).ToArray();
        yield return ReceiptCheck.Same("memo", receipt.Memo, memos.Length == 0 ? null : string.Join(" and ", memos), InTheBytes);
    }

    private static IEnumerable<ReceiptCheck> SolChecks(TransactionReceipt receipt, PaymentContent content)
    {
        var isPlain = content is { Others: 0, TokenTransfers.Count: 0, Creations.Count: 0, Transfers.Count: > 0 };
        yield return Instructions(isPlain, content.Transfers.Count, "transfers");
        yield return Sources(receipt, content.Transfers.Select(transfer => transfer.Source.ToString()));
        yield return ReceiptCheck.Same(
            "lamports", receipt.Lamports, Text(content.Transfers.Aggregate(UInt128.Zero, (sum, transfer) => sum + transfer.Lamports)), InTheBytes);
    }

    private static IEnumerable<ReceiptCheck> TokenChecks(TransactionReceipt receipt, TokenPayment token, PaymentContent content)
    {
        var isPlain = content is { Others: 0, Transfers.Count: 0, TokenTransfers.Count: > 0 };
        yield return Instructions(isPlain, content.TokenTransfers.Count, "transfers of tokens");
        yield return Sources(receipt, content.TokenTransfers.Select(transfer => transfer.Owner.ToString()));
        yield return Sources(receipt, content.Creations.Select(creation => creation.Payer.ToString()));
        var mints = content.TokenTransfers.Select(transfer => transfer.Mint.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        yield return ReceiptCheck.Same("mint", token.Mint, mints is [var mint] ? mint : null, InTheBytes);
        yield return ReceiptCheck.Same(
            "sent", token.Sent, Text(content.TokenTransfers.Aggregate(UInt128.Zero, (sum, transfer) => sum + transfer.Amount)), InTheBytes);
        var moved = (Int128?)Amounts.Read(token.Balances?.SourceBefore) - Amounts.Read(token.Balances?.SourceAfter);
        var expected = receipt.ChainError is null ? Amounts.Read(token.Sent) : 0;
        yield return ReceiptCheck.Same(
            "source tokens",
            moved?.ToString(CultureInfo.InvariantCulture),
            expected is { } sent ? Amounts.Write(sent) : null,
            "as amount and outcome say");
    }

    private static ReceiptCheck Instructions(bool isPlain, int count, string what) => new(
        "instructions",
        isPlain,
        isPlain
            ? $"{count.ToString(CultureInfo.InvariantCulture)} {what}, what they need, and compute budget settings; nothing else"
            : "the bytes do something besides the payments of the batch");

    private static ReceiptCheck Sources(TransactionReceipt receipt, IEnumerable<string> sources)
    {
        var isOwn = sources.All(source => string.Equals(source, receipt.Address, StringComparison.Ordinal));
        return new ReceiptCheck("address", isOwn, isOwn ? $"{receipt.Address} pays all of it" : $"not all is paid by {receipt.Address}");
    }

    private static string Text(UInt128 sum) => sum.ToString(CultureInfo.InvariantCulture);
}
