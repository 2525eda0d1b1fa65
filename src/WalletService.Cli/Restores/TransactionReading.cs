using System.Security.Cryptography;
using WalletService.Cli.Receipts;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Restores;

/// <summary>What a transaction on chain has done for the wallet that signed it, read from its own bytes and the node's record of its execution.</summary>
internal static class TransactionReading
{
    /// <param name="signature">Its id.</param>
    /// <param name="wallet">The address that has signed it.</param>
    /// <param name="details">The node's answer, with the record of the execution.</param>
    /// <param name="transaction">The same, read.</param>
    public static ExecutedTransaction Read(TransactionSignature signature, Address wallet, TransactionDetails details, Transaction transaction)
    {
        var meta = details.Meta!;
        var content = PaymentContent.Read(transaction.Message);
        var memos = content.Memos.Distinct(StringComparer.Ordinal).ToArray();
        var (closedTo, closings) = ClosingsOf(transaction.Message);
        var fee = transaction.Message.FeePayer == wallet ? meta.Fee : 0;
        return new ExecutedTransaction
        {
            Signature = signature,
            Signer = ToDomain(wallet),
            WireTransaction = details.TransactionBytes,
            MessageHash = HashOf(transaction),
            Blockhash = transaction.Message.Blockhash.ToString(),
            Slot = details.Slot,
            BlockTime = details.BlockTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Fee = new Lamports(fee),
            HasFailed = meta.Error is not null,
            IsPlain = content.Others == closings
                && memos.Length <= 1
                && transaction.Message.FeePayer == wallet
                && content.Transfers.All(transfer => transfer.Source == wallet)
                && content.TokenTransfers.All(transfer => transfer.Owner == wallet)
                && content.Creations.All(creation => creation.Payer == wallet),
            DataSizeLimit = DataSizeLimitOf(transaction.Message),
            SolPayments =
            [
                .. content.Transfers.Where(transfer => transfer.Source == wallet)
                    .Select(transfer => new SolPart(ToDomain(transfer.Recipient), new Lamports(transfer.Lamports))),
            ],
            TokenPayments = TokensOf(wallet, content, meta, transaction, memos is [var memo] ? memo : null),
            ClosedTo = closedTo,
            Memo = memos is [var only] ? only : null,
            Outlay = OutlayOf(wallet, content, meta, transaction, fee),
        };
    }

    /// <summary>SHA-256 of what was signed, in hexadecimal.</summary>
    public static string HashOf(Transaction transaction) => Convert.ToHexStringLower(SHA256.HashData(transaction.MessageBytes.Span));

    private static uint? DataSizeLimitOf(Message message)
    {
        foreach (var instruction in message.Instructions.Where(each => each.ProgramIndex < message.Addresses.Count))
        {
            if (message.Addresses[instruction.ProgramIndex] == ComputeBudgetProgram.Id
                && ComputeBudgetProgram.TryDecodeLoadedAccountsDataSizeLimit(instruction.Data.Span, out var limit))
            {
                return limit;
            }
        }

        return null;
    }

    /// <summary>Who gets the rent of closed token accounts, and how many instructions that takes: before it, withheld fees may be given to the mint.</summary>
    private static (IReadOnlyList<SolanaAddress> ClosedTo, int Instructions) ClosingsOf(Message message)
    {
        var closedTo = new List<SolanaAddress>();
        var harvests = 0;
        foreach (var instruction in message.Instructions.Where(each => each.ProgramIndex < message.Addresses.Count))
        {
            var program = message.Addresses[instruction.ProgramIndex];
            if (program != TokenProgram.Id && program != TokenProgram.Token2022Id)
            {
                continue;
            }

            if (TokenProgram.IsCloseAccount(instruction.Data.Span)
                && instruction.AccountIndexes.ToArray() is [_, var destination, ..]
                && destination < message.Addresses.Count)
            {
                closedTo.Add(ToDomain(message.Addresses[destination]));
            }
            else if (TokenProgram.IsHarvestWithheldTokensToMint(instruction.Data.Span))
            {
                harvests++;
            }
        }

        return (closedTo, closedTo.Count > 0 ? closedTo.Count + harvests : 0);
    }

    private static TokenMovement? TokensOf(Address wallet, PaymentContent content, TransactionMeta meta, Transaction transaction, string? memo)
    {
        var transfers = content.TokenTransfers.Where(transfer => transfer.Owner == wallet).ToArray();
        if (transfers.Length == 0 || transfers.DistinctBy(transfer => (transfer.Program, transfer.Mint, transfer.SourceAccount)).Count() > 1)
        {
            return null;
        }

        var first = transfers[0];
        return new TokenMovement(
            ToDomain(first.Mint),
            ToDomain(first.Program),
            first.Decimals,
            ToDomain(first.SourceAccount),
            [.. transfers.Select(transfer => PartOf(transfer, content, meta, transaction))],
            memo);
    }

    private static TokenPart PartOf(TokenTransfer transfer, PaymentContent content, TransactionMeta meta, Transaction transaction)
    {
        var creation = content.Creations.FirstOrDefault(each => each.Account == transfer.RecipientAccount);
        var owner = creation?.Wallet ?? OwnerOf(transfer.RecipientAccount, meta, transaction) ?? transfer.RecipientAccount;
        return new TokenPart(
            ToDomain(owner),
            ToDomain(transfer.RecipientAccount),
            transfer.Amount,
            transfer.Fee,
            CreatesAccount: creation is not null,
            RequiresMemo: false,
            HookAccounts: []);
    }

    private static Address? OwnerOf(Address account, TransactionMeta meta, Transaction transaction)
    {
        var index = IndexOf(account, transaction);
        return (meta.PostTokenBalances ?? []).FirstOrDefault(balance => balance.AccountIndex == index)?.Owner;
    }

    /// <summary>What the transfers say, when there are any: they are exact even when it failed. Else what the wallet's balance has lost.</summary>
    private static Lamports OutlayOf(Address wallet, PaymentContent content, TransactionMeta meta, Transaction transaction, ulong fee)
    {
        var paid = content.Transfers.Where(transfer => transfer.Source == wallet).Aggregate(UInt128.Zero, (sum, transfer) => sum + transfer.Lamports);
        var index = IndexOf(wallet, transaction);
        var left = index < meta.PreBalances.Count && index < meta.PostBalances.Count
            ? (Int128)meta.PreBalances[index] - meta.PostBalances[index] - fee
            : 0;
        return new Lamports(paid > 0 && paid <= ulong.MaxValue ? (ulong)paid : (ulong)Int128.Max(left, 0));
    }

    private static int IndexOf(Address address, Transaction transaction) =>
        transaction.Message.Addresses.TakeWhile(each => each != address).Count();

    private static SolanaAddress ToDomain(Address address) => SolanaAddress.Parse(address.ToString());
}
