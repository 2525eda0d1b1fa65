using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Fees;

/// <summary>The base fee for one signature, as the cluster states it (not a constant of ours), remembered for a minute.</summary>
internal sealed class SignatureFees(SolanaNodes nodes, BlockhashSource blockhashes, TimeProvider time)
{
    private const int MaximumAttempts = 3;

    private readonly TimedCache<string, ulong> fees = new(TimeSpan.FromMinutes(1), 1, time);

    /// <returns>Lamports.</returns>
    public Task<ulong> GetAsync(Address payer, CancellationToken cancellationToken) =>
        fees.GetAsync("one signature", _ => ReadAsync(payer), cancellationToken);

    private async Task<ulong> ReadAsync(Address payer)
    {
        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var blockhash = await blockhashes.GetAsync(CancellationToken.None);
            var message = MessageCompiler.CompileLegacy(payer, [SystemProgram.Transfer(payer, payer, 0)], blockhash.Hash);
            var fee = await nodes.ReadAsync(
                "getFeeForMessage",
                (client, token) => client.GetFeeForMessageAsync(message.Bytes, RpcCommitment.Confirmed, blockhash.ContextSlot, token),
                CancellationToken.None);
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
