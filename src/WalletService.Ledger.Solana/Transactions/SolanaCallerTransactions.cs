using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="ICallerTransactions"/>
internal sealed class SolanaCallerTransactions(SolanaNodes nodes, ILedgerReader ledger) : ICallerTransactions
{
    public async Task<TransactionSimulation> SimulateAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var transaction = Transaction.Parse(wireTransaction.Span);
        var before = await ledger.GetBalanceAsync(wallet, Domain.Ports.Commitment.Confirmed, cancellationToken);
        var asOf = Math.Max(minimumSlot, before.Slot);
        var answer = await nodes.ReadAsync(
            "simulateTransaction",
            (client, token) => client.SimulateTransactionAsync(
                wireTransaction,
                new SimulateOptions { ReplaceRecentBlockhash = true, MinContextSlot = asOf, Accounts = [wallet.ToKit()] },
                token),
            cancellationToken);
        var result = answer.Value;
        var failed = result.Error is not null;
        var after = failed ? before.Lamports : new Lamports(result.Accounts is [{ } account] ? account.Lamports : 0);
        var fee = transaction.Message.FeePayer == wallet.ToKit() ? await FeeAsync(transaction, asOf, cancellationToken) : Lamports.Zero;
        return new TransactionSimulation(
            answer.Slot, result.Error?.RawJson, result.Logs ?? [], result.UnitsConsumed ?? 0, before.Lamports, after, fee);
    }

    public async Task<BlockhashLife?> FindLifeAsync(string blockhash, CancellationToken cancellationToken)
    {
        var known = await nodes.ReadAsync(
            "isBlockhashValid",
            (client, token) => client.IsBlockhashValidAsync(Blockhash.Parse(blockhash), RpcCommitment.Confirmed, minContextSlot: null, token),
            cancellationToken);
        if (!known.Value)
        {
            return null;
        }

        // Of a block that is at least as new as the one asked before: its blockhash can only live longer than the caller's.
        var latest = await nodes.ReadAsync(
            "getLatestBlockhash",
            (client, token) => client.GetLatestBlockhashAsync(RpcCommitment.Confirmed, known.Slot, token),
            cancellationToken);
        return new BlockhashLife(latest.Value.LastValidBlockHeight, known.Slot);
    }

    private async Task<Lamports> FeeAsync(Transaction transaction, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var fee = await nodes.ReadAsync(
            "getFeeForMessage",
            (client, token) => client.GetFeeForMessageAsync(transaction.MessageBytes, RpcCommitment.Confirmed, minimumSlot, token),
            cancellationToken);
        return new Lamports(fee.Value ?? 0);
    }
}
