using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Fees;

/// <summary>Fees as the cluster states them, not by constants of ours. That for one signature is remembered for a minute.</summary>
internal sealed class SignatureFees(SolanaNodes nodes, BlockhashSource blockhashes, TimeProvider time)
{
    private const int MaximumAttempts = 3;

    private readonly TimedCache<string, ulong> fees = new(TimeSpan.FromMinutes(1), 1, time);

    /// <returns>Lamports.</returns>
    public Task<ulong> GetAsync(Address payer, CancellationToken cancellationToken) =>
        fees.GetAsync(
            "one signature",
            _ => ReadAsync(
                blockhash => MessageCompiler.CompileLegacy(payer, [SystemProgram.Transfer(payer, payer, 0)], blockhash), CancellationToken.None),
            cancellationToken);

    /// <summary>The whole fee of a message, priority fee included, whether or not its own blockhash is still known.</summary>
    /// <returns>Lamports.</returns>
    public Task<ulong> ReadAsync(Message message, CancellationToken cancellationToken) =>
        ReadAsync(message.WithBlockhash, cancellationToken);

    private async Task<ulong> ReadAsync(Func<Blockhash, Message> messageWith, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var blockhash = await blockhashes.GetAsync(cancellationToken);
            var message = messageWith(blockhash.Hash);
            var fee = await nodes.ReadAsync(
                "getFeeForMessage",
                (client, token) => client.GetFeeForMessageAsync(message.Bytes, RpcCommitment.Confirmed, blockhash.ContextSlot, token),
                cancellationToken);
            if (fee.Value is { } lamports)
            {
                return lamports;
            }

            // The node says so when it does not know the message's blockhash.
            blockhashes.Discard(blockhash);
        }

        throw new PortUnavailableException(SolanaNodes.Dependency, "The node does not know the blockhashes that it gives out.");
    }
}
