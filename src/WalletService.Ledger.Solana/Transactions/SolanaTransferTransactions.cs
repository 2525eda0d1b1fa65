using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Fees;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="ITransferTransactions"/>
internal sealed class SolanaTransferTransactions(
    SolanaNodes nodes,
    BlockhashSource blockhashes,
    PriorityPrices prices,
    SignatureFees signatureFees,
    IOptions<SolanaOptions> options) : ITransferTransactions
{
    private const ulong MicroLamportsPerLamport = 1_000_000;

    /// <summary>System program error 1, <c>ResultWithNegativeLamports</c>: the source has too little.</summary>
    private const uint InsufficientLamports = 1;

    /// <summary>The node puts a blockhash of its own in its place.</summary>
    private static readonly Blockhash AnyBlockhash = Blockhash.FromBytes(new byte[Blockhash.Length]);

    public async Task<TransferQuote> QuoteAsync(TransferOrder order, FeeQuote? previous, CancellationToken cancellationToken)
    {
        var source = order.Source.ToKit();
        var pricing = prices.GetAsync(source, order.Recipient.ToKit(), cancellationToken);
        var basing = signatureFees.GetAsync(source, cancellationToken);
        var simulating = SimulateAsync(order, cancellationToken);
        await Task.WhenAll(pricing, basing, simulating);

        var simulation = await simulating;
        var isPriceable = simulation.UnitsConsumed > 0 && (simulation.Error is null || IsAboutFunds(simulation.Error, order));
        return isPriceable
            ? new TransferQuote.Priced(Price(await basing, Escalate(await pricing, previous), simulation.UnitsConsumed!.Value))
            : new TransferQuote.Refused(simulation.Error?.RawJson ?? "\"NoComputeUnitsReported\"");
    }

    public async Task<UnsignedTransfer> BuildAsync(
        TransferOrder order, FeeQuote quote, uint variation, CancellationToken cancellationToken)
    {
        var blockhash = await blockhashes.GetAsync(cancellationToken);
        var message = TransferMessage.Compile(order, quote, variation, blockhash.Hash);
        return new UnsignedTransfer(message.Bytes, blockhash.Hash.ToString(), blockhash.LastValidBlockHeight, blockhash.ContextSlot);
    }

    public string? FindDifference(ReadOnlyMemory<byte> message, TransferOrder order, FeeQuote quote) =>
        TransferComparison.FindDifference(message, order, quote);

    public ReadOnlyMemory<byte> Assemble(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> signature)
    {
        var signed = Transaction.Create(Message.Parse(message.Span)).WithSignature(0, Signature.FromBytes(signature));
        return signed.IsSignedBy(0) && signed.RequiredSigners.Count == 1
            ? signed.Serialize()
            : throw new ArgumentException("The signature does not verify against the source.", nameof(signature));
    }

    /// <summary>
    /// Whether the funds suffice is judged by the domain's rules, which know the reservations and can name the numbers. The
    /// instructions have all run by then, so the units are right.
    /// </summary>
    private static bool IsAboutFunds(TransactionError error, TransferOrder order)
    {
        var transferIndex = TransferMessage.InstructionCount(order) - 1;
        return error.Kind == "InsufficientFundsForRent"
            || (error.InstructionIndex == transferIndex && error.CustomCode == InsufficientLamports);
    }

    /// <summary>
    /// Simulates with the highest limit and without a priority fee, so that the fee hides no result; the signature is not needed.
    /// </summary>
    private async Task<SimulationResult> SimulateAsync(TransferOrder order, CancellationToken cancellationToken)
    {
        var message = TransferMessage.Compile(
            order, ComputeBudgetProgram.MaxComputeUnitLimit, computeUnitPrice: 0, variation: 0, AnyBlockhash);
        var wire = Transaction.Create(message).Serialize();
        var seen = blockhashes.ContextSlot;
        var result = await nodes.ReadAsync(
            "simulateTransaction",
            (client, token) => client.SimulateTransactionAsync(
                wire,
                new SimulateOptions
                {
                    ReplaceRecentBlockhash = true,
                    Commitment = RpcCommitment.Confirmed,
                    MinContextSlot = seen,
                },
                token),
            cancellationToken);
        return result.Value;
    }

    /// <summary>A transaction that died may have offered too little: half as much again is offered, still under the cap.</summary>
    private ulong Escalate(ulong price, FeeQuote? previous) => previous is null
        ? price
        : Math.Min(Math.Max(price, previous.ComputeUnitPrice + (previous.ComputeUnitPrice / 2)), (ulong)options.Value.PriorityFeeCap);

    private FeeQuote Price(ulong baseFee, ulong price, ulong unitsConsumed)
    {
        var settings = options.Value;
        var units = (unitsConsumed * (100 + (ulong)settings.ComputeUnitMarginPercent)) + 99;
        var limit = (uint)Math.Min((units / 100) + (ulong)settings.ComputeUnitReserve, ComputeBudgetProgram.MaxComputeUnitLimit);
        var ceiling = (ulong)settings.MaximumFeeLamports;
        if (baseFee > ceiling)
        {
            throw new PortUnavailableException(
                SolanaNodes.Dependency,
                $"The cluster asks {baseFee} lamports for a signature, more than the {ceiling} that a transfer may cost (Solana:MaximumFeeLamports).");
        }

        var affordable = limit == 0 ? price : Math.Min(price, (ceiling - baseFee) * MicroLamportsPerLamport / limit);
        return new FeeQuote(new Lamports(baseFee + ComputeBudgetProgram.PriorityFee(limit, affordable)), limit, affordable);
    }
}
