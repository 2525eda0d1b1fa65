using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Balances;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Fees;

/// <summary>
/// Tells what a transfer uses, by simulating it, or by what the simulation of another one of the same shape has shown a moment ago.
/// That a transfer can be executed is shown by the simulation of its first send, and not meant to be shown here.
/// </summary>
internal sealed class TransferSimulations(
    SolanaNodes nodes, BlockhashSource blockhashes, RecentAccounts accounts, IOptions<SolanaOptions> options, TimeProvider time)
{
    private const int Capacity = 1_000;

    /// <summary>System program error 1, <c>ResultWithNegativeLamports</c>: the source has too little.</summary>
    private const uint InsufficientLamports = 1;

    /// <summary>The highest limits and no priority fee, so that neither hides a result.</summary>
    private static readonly FeeQuote Unlimited =
        new(Lamports.Zero, ComputeBudgetProgram.MaxComputeUnitLimit, ComputeUnitPrice: 0, FeeQuote.HighestDataSizeLimit);

    /// <summary>The node puts a blockhash of its own in its place.</summary>
    private static readonly Blockhash AnyBlockhash = Blockhash.FromBytes(new byte[Blockhash.Length]);

    private readonly TimedCache<TransferShape, TransferUse> uses = new(options.Value.SimulationLifetime, Capacity, time);

    /// <exception cref="SimulationRefusedException">The transfer can't be executed.</exception>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    public async Task<TransferUse> GetAsync(TransferOrder order, CancellationToken cancellationToken)
    {
        var shape = TransferShape.Of(order, accounts);
        if (shape is null || options.Value.SimulationLifetime == TimeSpan.Zero)
        {
            return await SimulateAsync(order, cancellationToken);
        }

        var isMine = false;
        try
        {
            return await uses.GetAsync(
                shape,
                _ =>
                {
                    isMine = true;
                    return SimulateAsync(order, CancellationToken.None);
                },
                cancellationToken);
        }
        catch (SimulationRefusedException) when (!isMine)
        {
            // What is wrong with another transfer need not be wrong with this one.
            return await SimulateAsync(order, cancellationToken);
        }
    }

    /// <summary>
    /// Whether the funds suffice is judged by the domain's rules, which know the reservations and can name the numbers. The
    /// instructions have all run by then, so the figures are right.
    /// </summary>
    private static bool IsAboutFunds(TransactionError error, Message message, TransferOrder order) =>
        error.Kind == "InsufficientFundsForRent"
        || (order is SolTransferOrder && error.InstructionIndex == message.Instructions.Count - 1 && error.CustomCode == InsufficientLamports);

    /// <summary>The signature is not needed.</summary>
    private async Task<TransferUse> SimulateAsync(TransferOrder order, CancellationToken cancellationToken)
    {
        var message = TransferMessage.Compile(order, Unlimited, variation: 0, AnyBlockhash);
        var wire = Transaction.Create(message).Serialize();
        var simulateOptions = new SimulateOptions
        {
            ReplaceRecentBlockhash = true,
            Commitment = RpcCommitment.Confirmed,
            MinContextSlot = blockhashes.ContextSlot,
        };
        var answer = await nodes.ReadAsync(
            "simulateTransaction",
            (client, token) => client.SimulateTransactionAsync(wire, simulateOptions, token),
            cancellationToken);
        var result = answer.Value;
        var isOfUse = result.UnitsConsumed > 0 && (result.Error is null || IsAboutFunds(result.Error, message, order));
        return isOfUse
            ? new TransferUse(result.UnitsConsumed!.Value, result.LoadedAccountsDataSize)
            : throw new SimulationRefusedException(result.Error?.RawJson ?? "\"NoComputeUnitsReported\"", ChainLogs.Join(result.Logs));
    }
}
