using System.Globalization;
using WalletService.Domain.Restores;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Restores;

/// <summary>
/// What the chain says of a wallet, by one node with history or by several, whose words are put together: what any of them shows has
/// happened, and nothing counts as not having happened unless each of them has been asked and shows nothing of it.
/// </summary>
internal sealed class ChainHistory(IReadOnlyList<SolanaRpcClient> nodes, TimeProvider time)
{
    /// <summary>Blocks for which a signed transaction can still execute, and as many again for what a node may be behind.</summary>
    private const ulong LifeOfTransaction = 320;

    private static readonly TimeSpan MostBehind = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes sure that all nodes are of one cluster, that each keeps up with it, and that each has every block since then.</summary>
    /// <exception cref="InvalidDataException">One has not, or does not say so.</exception>
    public async Task RequireSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var clusters = new HashSet<Blockhash>();
        for (var index = 0; index < nodes.Count; index++)
        {
            var genesis = await nodes[index].GetGenesisHashAsync(cancellationToken);
            clusters.Add(genesis);
            var newest = await nodes[index].GetSlotAsync(Commitment.Finalized, cancellationToken: cancellationToken);
            if (IsBefore(await nodes[index].GetBlockTimeAsync(newest, cancellationToken), time.GetUtcNow() - MostBehind))
            {
                throw new InvalidDataException($"Node {index + 1} is behind: its newest finalized block is more than a minute old. Give one that keeps up.");
            }

            if (await FindGapAsync(nodes[index], genesis, since, cancellationToken) is { } first)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Node {index + 1} does not keep the history since {since:yyyy-MM-ddTHH:mm:ssZ}: its first block is that of slot {first}. Give one that does."));
            }
        }

        if (clusters.Count > 1)
        {
            throw new InvalidDataException("The nodes are of different clusters.");
        }
    }

    /// <summary>Waits until nothing that was signed before now can execute any more, and the chain has settled that.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            var last = await node.GetBlockHeightAsync(Commitment.Processed, cancellationToken: cancellationToken) + LifeOfTransaction;
            while (await node.GetBlockHeightAsync(Commitment.Finalized, cancellationToken: cancellationToken) <= last)
            {
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    /// <summary>The ids of all finalized transactions that mention the address, oldest first.</summary>
    /// <param name="address">Which address.</param>
    /// <param name="since">Earlier ones are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<TransactionSignature>> ReadAsync(SolanaAddress address, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Signature, ulong>();
        foreach (var node in nodes)
        {
            IReadOnlyList<SignatureInfo> page;
            Signature? before = null;
            do
            {
                page = await node.GetSignaturesForAddressAsync(
                    Address.Parse(address.Value), Commitment.Finalized, before: before, cancellationToken: cancellationToken);
                foreach (var entry in page.Where(entry => !IsBefore(entry.BlockTime, since)))
                {
                    found[entry.Signature] = entry.Slot;
                }

                before = page.Count > 0 ? page[^1].Signature : null;
            }
            while (page.Count == SolanaRpcClient.MaxSignaturesForAddress && !IsBefore(page[^1].BlockTime, since));
        }

        return [.. found.OrderBy(entry => entry.Value).Select(entry => TransactionSignature.Parse(entry.Key.ToString()))];
    }

    /// <summary>Whether any node has the transaction as finalized.</summary>
    public async Task<bool> HasAsync(TransactionSignature signature, CancellationToken cancellationToken) =>
        await FindAsync(signature, cancellationToken) is not null;

    /// <summary>The transaction, when the wallet has signed it; null when it only mentions the wallet.</summary>
    /// <exception cref="InvalidDataException">No node has it with the record of its execution.</exception>
    public async Task<ExecutedTransaction?> FindOutgoingAsync(
        TransactionSignature signature, SolanaAddress wallet, CancellationToken cancellationToken)
    {
        if (await FindAsync(signature, cancellationToken) is not { Meta: not null } details)
        {
            throw new InvalidDataException($"No node has the transaction {signature}: give one that keeps the history since the backup.");
        }

        var transaction = Transaction.Parse(details.TransactionBytes.Span);
        var address = Address.Parse(wallet.Value);
        return transaction.Message.RequiredSigners.Contains(address)
            ? TransactionReading.Read(signature, address, details, transaction)
            : null;
    }

    /// <summary>The answer of the node that knows most of it.</summary>
    private async Task<TransactionDetails?> FindAsync(TransactionSignature signature, CancellationToken cancellationToken)
    {
        TransactionDetails? found = null;
        foreach (var node in nodes)
        {
            found = await node.GetTransactionAsync(Signature.Parse(signature.Value), Commitment.Finalized, cancellationToken) ?? found;
            if (found is { Meta: not null })
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The first block that the node has, when blocks since then are missing before it.</summary>
    private static async Task<ulong?> FindGapAsync(SolanaRpcClient node, Blockhash genesis, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var first = await node.GetFirstAvailableBlockAsync(cancellationToken);
        if (first <= 1 || IsBefore(await node.GetBlockTimeAsync(first, cancellationToken), since))
        {
            return null;
        }

        // A young cluster has nothing before its first block.
        var block = await node.GetBlockAsync(first, Commitment.Finalized, cancellationToken);
        return block?.PreviousBlockhash == genesis ? null : first;
    }

    private static bool IsBefore(long? blockTime, DateTimeOffset since) => blockTime is { } seconds && DateTimeOffset.FromUnixTimeSeconds(seconds) < since;
}
