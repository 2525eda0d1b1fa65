using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Solana.Encoding;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Receipts;

/// <summary>
/// Checks a receipt by itself, asking nobody: the signatures over the bytes, the bytes against the fields, and the fields against each
/// other. What only the chain knows is <see cref="ChainVerifier"/>'s work.
/// </summary>
internal static class ReceiptVerifier
{
    public const string Payment = "transferSol";
    public const string TokenPayment = "transferToken";
    public const string BatchPayment = "transferBatch";
    public const string CallersOwn = "send";

    private const string InTheBytes = "in the signed bytes";

    public static IReadOnlyList<ReceiptCheck> Verify(TransactionReceipt receipt)
    {
        var checks = new List<ReceiptCheck> { Version(receipt), Ids(receipt) };
        var transaction = ReadTransaction(receipt, out var problem);
        checks.Add(new ReceiptCheck("bytes", transaction is not null, problem ?? "one well-formed transaction in wire format"));
        if (transaction is null)
        {
            return checks;
        }

        checks.Add(Signatures(transaction));
        checks.Add(ReceiptCheck.Same("signature", receipt.Signature, transaction.Id.ToString(), InTheBytes));
        checks.Add(Kind(receipt));
        if (IsKind(receipt, Payment))
        {
            checks.AddRange(PaymentChecks(receipt, transaction));
        }
        else if (receipt.Token is { } token && IsKind(receipt, TokenPayment))
        {
            checks.AddRange(TokenPaymentVerifier.Verify(receipt, token, transaction));
        }
        else if (IsKind(receipt, BatchPayment))
        {
            checks.AddRange(BatchPaymentVerifier.Verify(receipt, transaction));
        }
        else
        {
            checks.Add(Wallet(receipt, transaction));
        }

        checks.AddRange(BalanceChecks(receipt, transaction));
        checks.Add(ReceiptCheck.Same("confirmation", receipt.Confirmation, "finalized", "receipts are given for what is"));
        checks.Add(Times(receipt.Times));
        return checks;
    }

    /// <summary>The transaction of the receipt, or null and what is wrong with its bytes.</summary>
    public static Transaction? ReadTransaction(TransactionReceipt receipt, out string? problem)
    {
        problem = null;
        try
        {
            return Transaction.Parse(Convert.FromBase64String(receipt.Transaction));
        }
        catch (FormatException exception)
        {
            problem = exception is WireFormatException ? exception.Message : "no base64";
        }

        return null;
    }

    private static ReceiptCheck Version(TransactionReceipt receipt) => new(
        "version",
        receipt.Version == TransactionReceipt.CurrentVersion,
        receipt.Version == TransactionReceipt.CurrentVersion
            ? "a receipt of version 1"
            : $"version {receipt.Version.ToString(CultureInfo.InvariantCulture)} is not known to this program");

    private static ReceiptCheck Ids(TransactionReceipt receipt)
    {
        var areIds = IsId(receipt.TransactionId) && IsId(receipt.WalletId);
        return new ReceiptCheck("ids", areIds, areIds ? "transaction and wallet are named by UUIDs of version 7" : "no UUIDs of version 7");

        static bool IsId(string text) => Guid.TryParseExact(text, "D", out var id) && id.Version == 7;
    }

    private static ReceiptCheck Signatures(Transaction transaction)
    {
        var wrong = transaction.RequiredSigners.Where((_, index) => !transaction.IsSignedBy(index)).ToArray();
        return new ReceiptCheck(
            "signatures",
            wrong.Length == 0,
            wrong.Length == 0
                ? $"every required signature is there and verifies over the message ({transaction.RequiredSigners.Count})"
                : $"the signature of {wrong[0]} is missing or does not verify over the message");
    }

    private static bool IsKind(TransactionReceipt receipt, string kind) => string.Equals(receipt.Kind, kind, StringComparison.Ordinal);

    private static ReceiptCheck Kind(TransactionReceipt receipt)
    {
        var hasParticulars = (receipt.Recipient ?? receipt.Lamports ?? receipt.Memo ?? receipt.Balances.RecipientBefore
            ?? receipt.Balances.RecipientAfter) is not null;
        var (passed, text) = receipt switch
        {
            { Kind: Payment, Token: null } => (true, "a payment in SOL"),
            { Kind: Payment } => (false, "a payment in SOL has no tokens"),
            { Kind: TokenPayment, Token: not null } => (true, "a payment in a token"),
            { Kind: TokenPayment } => (false, "a payment in a token, without the tokens"),
            { Kind: BatchPayment, Recipient: null } => (true, "a transaction of a batch"),
            { Kind: BatchPayment } => (false, "a transaction of a batch has no one recipient"),
            { Kind: CallersOwn, Token: null } when !hasParticulars => (true, "a caller's own transaction"),
            { Kind: CallersOwn } => (false, "a caller's own transaction has neither recipient nor amount nor memo"),
            _ => (false, $"kind {receipt.Kind} is not known to this program"),
        };
        return new ReceiptCheck("kind", passed, text);
    }

    private static ReceiptCheck Wallet(TransactionReceipt receipt, Transaction transaction)
    {
        var signs = transaction.RequiredSigners.Any(signer => string.Equals(signer.ToString(), receipt.Address, StringComparison.Ordinal));
        return new ReceiptCheck(
            "address", signs, signs ? $"{receipt.Address} signed" : $"{receipt.Address} is none of the transaction's signers");
    }

    private static IEnumerable<ReceiptCheck> PaymentChecks(TransactionReceipt receipt, Transaction transaction)
    {
        var content = PaymentContent.Read(transaction.Message);
        var isPlain = content is { Others: 0, Transfers.Count: 1, TokenTransfers.Count: 0, Creations.Count: 0, Memos.Count: <= 1 };
        yield return new ReceiptCheck(
            "instructions",
            isPlain,
            isPlain
                ? "one transfer, its memo if any, and compute budget settings; nothing else"
                : $"{content.Transfers.Count} transfers, {content.Memos.Count} memos and {OthersIn(content)} others, where one transfer is expected");
        yield return ReceiptCheck.Same("fee payer", receipt.Address, transaction.Message.FeePayer.ToString(), InTheBytes);
        var transfer = content.Transfers.Count > 0 ? content.Transfers[0] : null;
        yield return ReceiptCheck.Same("address", receipt.Address, transfer?.Source.ToString(), InTheBytes);
        yield return ReceiptCheck.Same("recipient", receipt.Recipient, transfer?.Recipient.ToString(), InTheBytes);
        yield return ReceiptCheck.Same("lamports", receipt.Lamports, transfer is { } paid ? Amounts.Write(paid.Lamports) : null, InTheBytes);
        yield return ReceiptCheck.Same("memo", receipt.Memo, content.Memos.Count > 0 ? content.Memos[0] : null, InTheBytes);
    }

    private static int OthersIn(PaymentContent content) => content.Others + content.TokenTransfers.Count + content.Creations.Count;

    private static IEnumerable<ReceiptCheck> BalanceChecks(TransactionReceipt receipt, Transaction transaction)
    {
        var isPayment = IsKind(receipt, Payment);
        var isFeePayer = string.Equals(receipt.Address, transaction.Message.FeePayer.ToString(), StringComparison.Ordinal);
        var fee = Amounts.Read(receipt.FeeLamports);
        var moved = receipt.ChainError is not null ? 0 : isPayment || IsKind(receipt, BatchPayment) ? Amounts.Read(receipt.Lamports) : null;
        yield return new ReceiptCheck("fee", fee is not null, fee is null ? "no number of lamports" : $"{receipt.FeeLamports} lamports");
        if (receipt.Token is not null && receipt.ChainError is null)
        {
            yield return SpentOnTokens(receipt, fee);
        }
        else if (isPayment || IsKind(receipt, BatchPayment) || receipt.ChainError is not null)
        {
            yield return Difference(
                "source balance", receipt.Balances.SourceBefore, receipt.Balances.SourceAfter, moved + (isFeePayer ? fee : 0), "spent");
        }

        if (isPayment)
        {
            yield return Difference(
                "recipient balance", receipt.Balances.RecipientAfter, receipt.Balances.RecipientBefore, moved, "received");
        }
    }

    /// <summary>Beside the fee the rent of the recipients' accounts, without that of accounts that were there by then.</summary>
    private static ReceiptCheck SpentOnTokens(TransactionReceipt receipt, ulong? fee)
    {
        var spent = (Int128?)Amounts.Read(receipt.Balances.SourceBefore) - Amounts.Read(receipt.Balances.SourceAfter);
        var rent = Amounts.Read(receipt.Lamports);
        var agrees = spent is not null && rent is not null && fee is not null
            && (spent == (Int128)fee.Value
                || spent == (Int128)fee.Value + rent.Value
                || (IsKind(receipt, BatchPayment) && spent > (Int128)fee.Value && spent < (Int128)fee.Value + rent.Value));
        return new ReceiptCheck(
            "source balance",
            agrees,
            agrees
                ? $"{spent} lamports were spent, as fee and rent say"
                : $"{spent?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} lamports were spent, which is neither the fee nor "
                    + "the fee and the rent of the recipient's account");
    }

    private static ReceiptCheck Difference(string name, string? greater, string? smaller, ulong? expected, string verb)
    {
        var difference = (Int128?)Amounts.Read(greater) - Amounts.Read(smaller);
        var agrees = difference is not null && expected is not null && difference == (Int128)expected.Value;
        return new ReceiptCheck(
            name,
            agrees,
            agrees
                ? $"{difference} lamports were {verb}, as amount, fee and outcome say"
                : $"{difference?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} lamports were {verb}, where amount, fee and "
                    + $"outcome say {expected?.ToString(CultureInfo.InvariantCulture) ?? "something unreadable"}");
    }

    private static ReceiptCheck Times(TransferStepTimes times)
    {
        DateTimeOffset?[] between = [times.ReadyAt, times.SignedAt, times.SubmittedAt, times.ConfirmedAt];
        var areInOrder = times.EndedAt is { } end
            && times.ReceivedAt <= end
            && between.All(time => time is null || (time >= times.ReceivedAt && time <= end));
        return new ReceiptCheck(
            "times", areInOrder, areInOrder ? "every step between receipt and end" : "a step is missing or lies before the receipt or after the end");
    }
}
