using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Gathering;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Reads how transactions were executed: the block, the error if any, the fee, and the balances before and after. When several are in
/// one block, the block is read instead of each of them.
/// </summary>
internal sealed class ExecutionReader
{
    private const int MostAtOnce = 256;

    private readonly SolanaNodes nodes;
    private readonly ExecutedSlots slots;
    private readonly int blockReadThreshold;
    private readonly CallGatherer<Question, Task<TransferExecution?>> gatherer;

    public ExecutionReader(SolanaNodes nodes, ExecutedSlots slots, IOptions<SolanaOptions> options, TimeProvider time)
    {
        this.nodes = nodes;
        this.slots = slots;
        blockReadThreshold = options.Value.BlockReadThreshold;
        gatherer = new CallGatherer<Question, Task<TransferExecution?>>(
            MostAtOnce, options.Value.BalanceGatherTime, options.Value.TransferReadInterval, ReadAllAsync, time);
    }

    /// <returns>Null while the node does not have it.</returns>
    public async Task<TransferExecution?> ReadAsync(
        TransactionSignature signature,
        ExecutionParties parties,
        Domain.Ports.Commitment commitment,
        CancellationToken cancellationToken)
    {
        // getTransaction and getBlock know no commitment below confirmed.
        var asked = commitment == Domain.Ports.Commitment.Processed ? RpcCommitment.Confirmed : commitment.ToKit();
        var question = new Question(signature.ToKit(), parties, asked, slots.Take(signature));
        return await (await gatherer.AskAsync(question, cancellationToken)).WaitAsync(cancellationToken);
    }

    /// <summary>Each has its own answer or failure, so that one that can't be read does not keep back the others.</summary>
    private Task<IReadOnlyList<Task<TransferExecution?>>> ReadAllAsync(IReadOnlyList<Question> questions)
    {
        var answers = new Dictionary<Question, Task<TransferExecution?>>();
        foreach (var block in questions.GroupBy(question => (question.Slot, question.Commitment)))
        {
            if (block.Key.Slot is { } slot && block.Count() >= blockReadThreshold)
            {
                var reading = ReadBlockAsync(slot, block.Key.Commitment);
                foreach (var question in block)
                {
                    answers.Add(question, FindInAsync(reading, slot, question));
                }
            }
            else
            {
                foreach (var question in block)
                {
                    answers.Add(question, ReadAloneAsync(question));
                }
            }
        }

        return Task.FromResult<IReadOnlyList<Task<TransferExecution?>>>([.. questions.Select(question => answers[question])]);
    }

    /// <summary>A failure is read by itself all the same: blocks come without logs.</summary>
    private async Task<TransferExecution?> FindInAsync(Task<FoundBlock?> reading, ulong slot, Question question)
    {
        if (await reading is { } block
            && block.Transactions.TryGetValue(question.Signature, out var transaction)
            && transaction.Meta is { Error: null } meta)
        {
            return ToExecution(
                slot, block.Time, meta, [.. transaction.Transaction.AccountKeys.Select(account => account.Address)], question);
        }

        return await ReadAloneAsync(question);
    }

    /// <summary>Null when the node does not give the block: then each transaction is read by itself.</summary>
    private async Task<FoundBlock?> ReadBlockAsync(ulong slot, RpcCommitment commitment)
    {
        try
        {
            var block = await nodes.ReadAsync(
                "getBlock", (client, token) => client.GetBlockAsync(slot, commitment, token), CancellationToken.None);
            return block is null ? null : new FoundBlock(block.BlockTime, IndexById(block));
        }
        catch (PortUnavailableException)
        {
            return null;
        }
    }

    private static Dictionary<Signature, BlockTransaction> IndexById(Block block)
    {
        var index = new Dictionary<Signature, BlockTransaction>();
        foreach (var transaction in block.Transactions)
        {
            if (transaction.Transaction.Signatures is [var id, ..])
            {
                index[id] = transaction;
            }
        }

        return index;
    }

    private async Task<TransferExecution?> ReadAloneAsync(Question question)
    {
        var found = await nodes.ReadAsync(
            "getTransaction",
            (client, token) => client.GetTransactionAsync(question.Signature, question.Commitment, token),
            CancellationToken.None);
        if (found is null)
        {
            return null;
        }

        return found.Meta is { } meta && Transaction.TryParse(found.TransactionBytes.Span, out var transaction)
            ? ToExecution(found.Slot, found.BlockTime, meta, AccountsOf(transaction, meta), question)
            : ToExecution(found.Slot, found.BlockTime, meta: null, [], question);
    }

    private static List<Address> AccountsOf(Transaction transaction, TransactionMeta meta)
    {
        var loaded = meta.LoadedAddresses ?? WalletService.Solana.Messages.LoadedAddresses.None;
        return [.. transaction.Message.Addresses, .. loaded.Writable, .. loaded.Readonly];
    }

    /// <param name="slot">Of the block.</param>
    /// <param name="blockTime">Seconds since 1970.</param>
    /// <param name="meta">Null when the node has not kept it.</param>
    /// <param name="accounts">In the order of the balances.</param>
    /// <param name="question">Whose balances are wanted.</param>
    private static TransferExecution ToExecution(
        ulong slot, long? blockTime, TransactionMeta? meta, IReadOnlyList<Address> accounts, Question question)
    {
        var execution = new TransferExecution
        {
            Slot = slot,
            BlockTime = blockTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        };
        return meta is null
            ? execution
            : execution with
            {
                ChainError = meta.Error?.RawJson,
                Logs = meta.Error is null ? null : ChainLogs.Join(meta.LogMessages),
                Fee = new Lamports(meta.Fee),
                SourceBefore = AccountBalances.Find(question.Parties.Source.ToKit(), accounts, meta.PreBalances),
                SourceAfter = AccountBalances.Find(question.Parties.Source.ToKit(), accounts, meta.PostBalances),
                RecipientBefore = AccountBalances.Find(question.Parties.Recipient?.ToKit(), accounts, meta.PreBalances),
                RecipientAfter = AccountBalances.Find(question.Parties.Recipient?.ToKit(), accounts, meta.PostBalances),
                Tokens = AccountBalances.FindTokens(question.Parties, accounts, meta),
            };
    }

    /// <param name="Slot">The block that it was reported in, if known.</param>
    private sealed record Question(Signature Signature, ExecutionParties Parties, RpcCommitment Commitment, ulong? Slot);

    private sealed record FoundBlock(long? Time, IReadOnlyDictionary<Signature, BlockTransaction> Transactions);
}
