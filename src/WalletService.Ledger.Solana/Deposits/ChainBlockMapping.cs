using WalletService.Domain.Deposits;
using WalletService.Domain.Values;
using WalletService.Solana.Rpc;
using DomainTokenBalance = WalletService.Domain.Deposits.TokenBalance;

namespace WalletService.Ledger.Solana.Deposits;

/// <summary>The kit's blocks as the domain has them.</summary>
internal static class ChainBlockMapping
{
    public static ChainBlock ToDomain(ulong slot, ScannedBlock block) => new()
    {
        Slot = slot,
        Hash = block.Blockhash.ToString(),
        ParentSlot = block.ParentSlot,
        ParentHash = block.PreviousBlockhash.ToString(),
        Time = block.BlockTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        TransactionCount = block.TransactionCount,
        Transactions = [.. block.Transactions.Select(ToDomain)],
    };

    private static ChainTransaction ToDomain(BlockTransaction transaction)
    {
        // The scan keeps no transaction without.
        var meta = transaction.Meta!;
        var accounts = transaction.Transaction.AccountKeys;
        return new ChainTransaction(
            TransactionSignature.Parse(transaction.Transaction.Signatures[0].ToString()),
            meta.Error is not null,
            new Lamports(meta.Fee),
            [.. accounts.Select((account, index) => new AccountBalances(account.Address.ToDomain(), meta.PreBalances[index], meta.PostBalances[index]))],
            [.. meta.PreTokenBalances!.Select(ToDomain)],
            [.. meta.PostTokenBalances!.Select(ToDomain)])
        {
            CoSignatures = [.. transaction.Transaction.Signatures.Skip(1).Select(signature => TransactionSignature.Parse(signature.ToString()))],
        };
    }

    private static DomainTokenBalance ToDomain(WalletService.Solana.Rpc.TokenBalance balance) => new(
        balance.AccountIndex,
        balance.Mint.ToDomain(),
        balance.Owner!.ToDomain(),
        balance.ProgramId?.ToDomain(),
        balance.UiTokenAmount.Decimals,
        balance.UiTokenAmount.Amount);
}
