using WalletService.Domain.Inspection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Fees;
using WalletService.Ledger.Solana.Inspection;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="ICallerTransactions"/>
internal sealed class SolanaCallerTransactions(
    SolanaNodes nodes, BlockhashSource blockhashes, SignatureFees fees, LookupTables tables, TransactionAccountsReader accountsReader) : ICallerTransactions
{
    /// <summary>How often it is tried to see the balance stand still around a simulation.</summary>
    private const int MaximumAttempts = 3;

    public async Task<TransactionSimulation> SimulateAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var message = Transaction.Parse(wireTransaction.Span).Message;
        var address = wallet.ToKit();
        var asOf = Math.Max(minimumSlot, blockhashes.ContextSlot ?? 0);
        var (answer, change) = await SimulateAsync(wireTransaction, message, address, asOf, cancellationToken)
            ?? await SimulateBetweenReadsAsync(wireTransaction, address, asOf, cancellationToken);
        var result = answer.Value;
        return new TransactionSimulation(
            answer.Slot,
            result.Error?.RawJson,
            result.Logs ?? [],
            result.UnitsConsumed ?? 0,
            change.Before,
            result.Error is null ? change.After : change.Before,
            message.FeePayer == address ? await FeeAsync(result, message, cancellationToken) : Lamports.Zero)
        {
            Tokens = SimulatedTokens.Read(result, address),
        };
    }

    public async Task<TransactionEffects> ReadEffectsAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var message = Transaction.Parse(wireTransaction.Span).Message;
        var address = wallet.ToKit();
        var asOf = Math.Max(minimumSlot, blockhashes.ContextSlot ?? 0);
        return new EffectsReader(address).Read(message, await accountsReader.ReadAsync(message, address, asOf, cancellationToken));
    }

    public async Task<string> ReadDigestAsync(ReadOnlyMemory<byte> wireTransaction, CancellationToken cancellationToken)
    {
        var message = Transaction.Parse(wireTransaction.Span).Message;
        var resolved = await tables.ResolveAsync(message, blockhashes.ContextSlot ?? 0, cancellationToken);
        return EffectsReader.DigestOf(message, resolved.Loaded ?? LoadedAddresses.None);
    }

    public async Task<BlockhashLife?> FindLifeAsync(string blockhash, CancellationToken cancellationToken)
    {
        var hash = Blockhash.Parse(blockhash);

        // A caller's blockhash may be so new that its block is not confirmed yet.
        return await FindLifeAsync(hash, RpcCommitment.Confirmed, cancellationToken)
            ?? await FindLifeAsync(hash, RpcCommitment.Processed, cancellationToken);
    }

    /// <summary>
    /// A blockhash that is valid as of some block is of that block or an earlier one, so it lives no longer than that block's own. And
    /// the block asked for after that is the same or a later one, so the height told is never earlier than the truth.
    /// </summary>
    private async Task<BlockhashLife?> FindLifeAsync(Blockhash blockhash, RpcCommitment commitment, CancellationToken cancellationToken)
    {
        // A node that is behind what has been seen would not know a new blockhash, and would take a dead one for valid.
        var seen = blockhashes.ContextSlot;
        var known = RequireSlot(
            seen ?? 0,
            await nodes.ReadAsync(
                "isBlockhashValid",
                (client, token) => client.IsBlockhashValidAsync(blockhash, commitment, seen, token),
                cancellationToken));
        if (!known.Value)
        {
            return null;
        }

        var latest = RequireSlot(
            known.Slot,
            await nodes.ReadAsync(
                "getLatestBlockhash",
                (client, token) => client.GetLatestBlockhashAsync(commitment, known.Slot, token),
                cancellationToken));
        return new BlockhashLife(latest.Value.LastValidBlockHeight, known.Slot);
    }

    /// <summary>
    /// Balances before and after of one state, as newer nodes tell them. Null when the node does not, or when the wallet is not among
    /// the transaction's accounts.
    /// </summary>
    private async Task<(RpcResult<SimulationResult> Answer, BalanceChange Change)?> SimulateAsync(
        ReadOnlyMemory<byte> wire, Message message, Address wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(wire, wallet, minimumSlot, cancellationToken);
        var result = answer.Value;
        var loaded = result.LoadedAddresses ?? LoadedAddresses.None;
        Address[] accounts = [.. message.Addresses, .. loaded.Writable, .. loaded.Readonly];
        return AccountBalances.Find(wallet, accounts, result.PreBalances ?? []) is { } before
            && AccountBalances.Find(wallet, accounts, result.PostBalances ?? []) is { } after
                ? (answer, new BalanceChange(before, after))
                : null;
    }

    /// <summary>
    /// For nodes that tell the state after alone: the balance is read before and after the simulation, each time as of the slot of the
    /// answer before or a later one. When both are equal it is taken for the balance that the simulation began with. That it changed
    /// and changed back within this moment goes unseen; the reservation would be too low then by no more than passed through.
    /// </summary>
    private async Task<(RpcResult<SimulationResult> Answer, BalanceChange Change)> SimulateBetweenReadsAsync(
        ReadOnlyMemory<byte> wire, Address wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var before = await ReadBalanceAsync(wallet, minimumSlot, cancellationToken);
        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var answer = await AskAsync(wire, wallet, before.Slot, cancellationToken);
            var again = await ReadBalanceAsync(wallet, answer.Slot, cancellationToken);
            if (again.Value == before.Value)
            {
                return (answer, new BalanceChange(new Lamports(before.Value), new Lamports(LamportsAfter(answer.Value, before.Value))));
            }

            before = again;
        }

        throw new PortUnavailableException(SolanaNodes.Dependency, "The wallet's balance changes too fast for the simulation.");
    }

    private static ulong LamportsAfter(SimulationResult result, ulong before) => (result.Error, result.Accounts) switch
    {
        (not null, _) => before,
        (null, [var account]) => account?.Lamports ?? 0,
        _ => throw new PortUnavailableException(SolanaNodes.Dependency, "The node did not tell the account asked for."),
    };

    private async Task<RpcResult<SimulationResult>> AskAsync(
        ReadOnlyMemory<byte> wire, Address wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var options = new SimulateOptions
        {
            ReplaceRecentBlockhash = true,
            Commitment = RpcCommitment.Confirmed,
            MinContextSlot = minimumSlot,
            Accounts = [wallet],
        };
        return RequireSlot(
            minimumSlot,
            await nodes.ReadAsync(
                "simulateTransaction", (client, token) => client.SimulateTransactionAsync(wire, options, token), cancellationToken));
    }

    private async Task<RpcResult<ulong>> ReadBalanceAsync(Address wallet, ulong minimumSlot, CancellationToken cancellationToken) =>
        RequireSlot(
            minimumSlot,
            await nodes.ReadAsync(
                "getBalance",
                (client, token) => client.GetBalanceAsync(wallet, RpcCommitment.Confirmed, minimumSlot, token),
                cancellationToken));

    /// <summary>By the simulation, else by a question of its own; a fee that nobody tells is never taken for none.</summary>
    private async Task<Lamports> FeeAsync(SimulationResult result, Message message, CancellationToken cancellationToken) =>
        new(result.Fee ?? await fees.ReadAsync(message, cancellationToken));

    /// <summary>Not every node keeps to minContextSlot, least of all one behind a balancer.</summary>
    private static RpcResult<T> RequireSlot<T>(ulong minimumSlot, RpcResult<T> answer) => answer.Slot >= minimumSlot
        ? answer
        : throw new PortUnavailableException(
            SolanaNodes.Dependency, $"The node answered as of slot {answer.Slot}; slot {minimumSlot} or later was asked for.");

    private sealed record BalanceChange(Lamports Before, Lamports After);
}
