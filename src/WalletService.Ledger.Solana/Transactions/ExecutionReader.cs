using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Reads how a transaction was executed: the block, the error if any, the fee, and the balances before and after.</summary>
internal sealed class ExecutionReader(SolanaNodes nodes)
{
    public async Task<TransferExecution?> ReadAsync(
        TransactionSignature signature, SolanaAddress source, SolanaAddress? recipient, Commitment commitment, CancellationToken cancellationToken)
    {
        // getTransaction knows no commitment below confirmed.
        var asked = commitment == Commitment.Processed ? RpcCommitment.Confirmed : commitment.ToKit();
        var found = await nodes.ReadAsync(
            "getTransaction",
            (client, token) => client.GetTransactionAsync(signature.ToKit(), asked, token),
            cancellationToken);
        return found is null ? null : ToExecution(found, source.ToKit(), recipient?.ToKit());
    }

    private static TransferExecution ToExecution(TransactionDetails found, Address source, Address? recipient)
    {
        var execution = new TransferExecution
        {
            Slot = found.Slot,
            BlockTime = found.BlockTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        };
        if (found.Meta is not { } meta || !Transaction.TryParse(found.TransactionBytes.Span, out var transaction))
        {
            return execution;
        }

        var accounts = transaction.Message.Addresses;
        return execution with
        {
            ChainError = meta.Error?.RawJson,
            Fee = new Lamports(meta.Fee),
            SourceBefore = BalanceOf(source, accounts, meta.PreBalances),
            SourceAfter = BalanceOf(source, accounts, meta.PostBalances),
            RecipientBefore = recipient is null ? null : BalanceOf(recipient, accounts, meta.PreBalances),
            RecipientAfter = recipient is null ? null : BalanceOf(recipient, accounts, meta.PostBalances),
        };
    }

    /// <summary>Our transfers load nothing from lookup tables: every account is in the message itself.</summary>
    private static Lamports? BalanceOf(Address address, IReadOnlyList<Address> accounts, IReadOnlyList<ulong> balances)
    {
        for (var index = 0; index < accounts.Count && index < balances.Count; index++)
        {
            if (accounts[index] == address)
            {
                return new Lamports(balances[index]);
            }
        }

        return null;
    }
}
