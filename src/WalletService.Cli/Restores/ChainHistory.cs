using System.Security.Cryptography;
using WalletService.Domain.Restores;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Restores;

/// <summary>What the chain says of a wallet, by one node with history or by several, whose words are put together.</summary>
internal sealed class ChainHistory(IReadOnlyList<SolanaRpcClient> nodes, TimeProvider time)
{
    /// <summary>Blocks for which a signed transaction can still execute, with some to spare.</summary>
    private const ulong LifeOfTransaction = 160;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

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

    /// <summary>The transaction, when the wallet has signed it; null when it only mentions the wallet.</summary>
    /// <exception cref="SolanaRpcException">No node has it.</exception>
    public async Task<ExecutedTransaction?> FindOutgoingAsync(
        TransactionSignature signature, SolanaAddress wallet, CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            var details = await node.GetTransactionAsync(Signature.Parse(signature.Value), Commitment.Finalized, cancellationToken);
            if (details is { Meta: not null })
            {
                var transaction = Transaction.Parse(details.TransactionBytes.Span);
                var address = Address.Parse(wallet.Value);
                return transaction.Message.RequiredSigners.Contains(address) ? Describe(signature, address, details, transaction) : null;
            }
        }

        throw new InvalidDataException($"No node has the transaction {signature}: give one that keeps the history since the backup.");
    }

    private static ExecutedTransaction Describe(TransactionSignature signature, Address wallet, TransactionDetails details, Transaction transaction)
    {
        var payments = PaymentsOf(wallet, transaction.Message, details.Meta!.LoadedAddresses).ToArray();
        return new ExecutedTransaction
        {
            Signature = signature,
            WireTransaction = details.TransactionBytes,
            MessageHash = Convert.ToHexStringLower(SHA256.HashData(transaction.MessageBytes.Span)),
            Blockhash = transaction.Message.Blockhash.ToString(),
            Slot = details.Slot,
            BlockTime = details.BlockTime is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Fee = new Lamports(details.Meta.Fee),
            HasFailed = details.Meta.Error is not null,
            Recipient = payments is [var (recipient, _)] ? SolanaAddress.Parse(recipient.ToString()) : null,
            Paid = payments is [var (_, lamports)] ? new Lamports(lamports) : Lamports.Zero,
        };
    }

    private static IEnumerable<(Address Recipient, ulong Lamports)> PaymentsOf(Address wallet, Message message, LoadedAddresses? loaded)
    {
        foreach (var instruction in message.Decompile(loaded))
        {
            if (instruction.ProgramId == SystemProgram.Id
                && SystemProgram.TryDecodeTransfer(instruction.Data.Span, out var lamports)
                && instruction.Accounts is [{ } from, { } to, ..]
                && from.Address == wallet)
            {
                yield return (to.Address, lamports);
            }
        }
    }

    private static bool IsBefore(long? blockTime, DateTimeOffset since) => blockTime is { } seconds && DateTimeOffset.FromUnixTimeSeconds(seconds) < since;
}
