using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Batches;

/// <summary>
/// Reads what the chain says of every recipient, refuses rows one by one by the rules of single payments, and packs the others into as
/// few transactions as hold them. Whether the funds suffice is decided with each transaction.
/// </summary>
public sealed class BatchPlanner(
    ILedgerReader ledger,
    ITokenLedger tokenLedger,
    ITransferTransactions transactions,
    TransferOptions options,
    TokenOptions tokens,
    IFeatureFlags features,
    TimeProvider time)
{
    /// <summary>How many recipients are read at a time; the ledger merges them into few requests.</summary>
    private const int ReadAtOnce = 100;

    /// <exception cref="PortUnavailableException">The chain can't be read; nothing is planned.</exception>
    public async Task<BatchPlan> PlanAsync(Batch batch, IReadOnlyList<BatchRow> rows, Wallet wallet, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() > batch.Deadline)
        {
            var late = WalletErrors.NotSignedInTime("the Solana network");
            return new BatchPlan([], [.. rows.Select(row => new RefusedRow(row.Number, late))]);
        }

        var refused = new List<RefusedRow>();
        var others = new List<BatchRow>();
        foreach (var row in rows)
        {
            if (row.Recipient == wallet.Address)
            {
                refused.Add(new RefusedRow(
                    row.Number, WalletErrors.InvalidRecipient("The recipient is the wallet itself. Give another address.")));
            }
            else
            {
                others.Add(row);
            }
        }

        var packed = batch.Mint is { } mint
            ? await PackTokensAsync(batch, mint, others, wallet, refused, cancellationToken)
            : await PackSolAsync(batch, others, wallet, refused, cancellationToken);
        BatchPart[] parts = [.. packed.Select((part, index) =>
            new BatchPart(index + 1, TransactionId.New(time), [.. part.Select(row => row.Number).Order()]))];
        return new BatchPlan(parts, [.. refused.OrderBy(row => row.Row)]);
    }

    /// <summary>What the transfer that pays these rows of a batch is to do.</summary>
    public static TransferContent ContentOf(Batch batch, int part, IEnumerable<BatchRow> rows)
    {
        var place = new BatchPlace(batch.Id, part);
        return batch.Mint is { } mint
            ? new TransferContent.TokenBatch(
                place, mint, [.. rows.Select(row => new TokenShare(row.Recipient, row.Quantity))], batch.Meaning, batch.Memo)
            : new TransferContent.SolBatch(place, [.. rows.Select(PaymentOf)], batch.Memo);
    }

    private async Task<IReadOnlyList<IReadOnlyList<BatchRow>>> PackSolAsync(
        Batch batch, IReadOnlyList<BatchRow> rows, Wallet wallet, List<RefusedRow> refused, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(
            rows, recipient => ledger.GetTransferFactsAsync(wallet.Address, recipient, minimumSlot: 0, cancellationToken));
        var payable = Sift(rows, refused, row => BatchRules.Check([PaymentOf(row)], facts, options.AllowOffCurveRecipients));
        return Pack(
            OrderByRecipient(payable, _ => 0),
            part => SumsUp(part.Select(row => PaymentOf(row).Lamports.Value))
                && transactions.Fits(new SolTransferOrder(wallet.Address, [.. part.Select(PaymentOf)], batch.Memo)),
            refused);
    }

    private async Task<IReadOnlyList<IReadOnlyList<BatchRow>>> PackTokensAsync(
        Batch batch,
        SolanaAddress mint,
        IReadOnlyList<BatchRow> rows,
        Wallet wallet,
        List<RefusedRow> refused,
        CancellationToken cancellationToken)
    {
        // As long as the memo that stands in for one where a recipient's account demands it.
        var memo = batch.Id.ToString();
        var facts = await ReadAsync(
            rows, recipient => tokenLedger.GetTransferFactsAsync(wallet.Address, recipient, mint, minimumSlot: 0, cancellationToken));
        TransferContent.TokenBatch Content(IEnumerable<BatchRow> part) => (TransferContent.TokenBatch)ContentOf(batch, part: 1, part);

        var payable = Sift(rows, refused, row =>
        {
            var content = Content([row]);
            var of = facts[row.Recipient];
            return TokenRules.Check(content.PaymentOf(content.Payments[0]), of, tokens, options.AllowOffCurveRecipients)
                ?? TokenRules.CheckFeatures(of, features)
                ?? (BatchRules.MovementOf(content, facts, memo) is null ? TokenRules.Unreceivable() : null);
        });
        return Pack(
            OrderByRecipient(payable, row => facts[row.Recipient].RecipientAccount is null ? 1 : 0),
            part => BatchRules.MovementOf(Content(part), facts, memo) is { } movement
                && SumsUp(movement.Parts.Select(payment => payment.Amount))
                && transactions.Fits(new TokenTransferOrder(wallet.Address, movement)),
            refused);
    }

    /// <summary>Rows of one recipient share its accounts in a transaction, so they stand together; and rows of one size do.</summary>
    private static IEnumerable<BatchRow> OrderByRecipient(IEnumerable<BatchRow> rows, Func<BatchRow, int> size) => rows
        .GroupBy(row => row.Recipient)
        .OrderBy(group => size(group.First()))
        .ThenBy(group => group.First().Number)
        .SelectMany(group => group);

    private static IReadOnlyList<IReadOnlyList<BatchRow>> Pack(
        IEnumerable<BatchRow> rows, Func<IReadOnlyList<BatchRow>, bool> fits, List<RefusedRow> refused) => BatchPacking.Pack(
        rows,
        fits,
        row => refused.Add(new RefusedRow(
            row.Number,
            WalletErrors.SubmissionFailed("The payment does not fit into a transaction, so nothing was signed.", "\"TransactionTooLarge\""))));

    private static List<BatchRow> Sift(IReadOnlyList<BatchRow> rows, List<RefusedRow> refused, Func<BatchRow, WalletError?> check)
    {
        var payable = new List<BatchRow>();
        foreach (var row in rows)
        {
            if (check(row) is { } error)
            {
                refused.Add(new RefusedRow(row.Number, error));
            }
            else
            {
                payable.Add(row);
            }
        }

        return payable;
    }

    private static async Task<IReadOnlyDictionary<SolanaAddress, T>> ReadAsync<T>(
        IEnumerable<BatchRow> rows, Func<SolanaAddress, Task<T>> read)
    {
        var found = new Dictionary<SolanaAddress, T>();
        foreach (var recipients in rows.Select(row => row.Recipient).Distinct().Chunk(ReadAtOnce))
        {
            var answers = await Task.WhenAll(recipients.Select(read));
            foreach (var (recipient, answer) in recipients.Zip(answers))
            {
                found.Add(recipient, answer);
            }
        }

        return found;
    }

    /// <summary>Whether the sum is one that amounts can have: what is more has to be refused by funds, transaction by transaction.</summary>
    private static bool SumsUp(IEnumerable<ulong> amounts) =>
        amounts.Aggregate(UInt128.Zero, (sum, amount) => sum + amount) <= ulong.MaxValue;

    private static SolPart PaymentOf(BatchRow row) => row.Quantity.TryToBaseUnits(Lamports.Decimals, out var lamports)
        ? new SolPart(row.Recipient, new Lamports(lamports))
        : throw new InvalidOperationException($"Row {row.Number} was taken with an amount that is none of SOL.");
}
