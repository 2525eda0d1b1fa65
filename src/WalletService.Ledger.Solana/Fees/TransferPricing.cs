using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Fees;

/// <summary>Makes a quote of what a transfer uses and what others pay, within the limits of what a transfer may cost.</summary>
internal sealed class TransferPricing(IOptions<SolanaOptions> options)
{
    private const ulong MicroLamportsPerLamport = 1_000_000;

    /// <summary>
    /// The least by which a price rises after a death, in micro-lamports per compute unit: some eight lamports for a transfer, so that
    /// a price at or near zero rises too.
    /// </summary>
    private const ulong LeastRise = 10_000;

    /// <summary>The runtime counts, and charges against a block's limits, loaded data by pages (Agave, <c>ACCOUNT_DATA_COST_PAGE_SIZE</c>).</summary>

    private readonly SolanaOptions settings = options.Value;

    /// <param name="use">What the transfer uses.</param>
    /// <param name="baseFee">The cluster's fee for the signature, in lamports.</param>
    /// <param name="offered">What is offered by what others pay, in micro-lamports per compute unit.</param>
    /// <param name="previous">The quote of an attempt that is proven dead.</param>
    /// <exception cref="PortUnavailableException">The cluster's fee is more than a transfer may cost.</exception>
    public FeeQuote Price(TransferUse use, ulong baseFee, ulong offered, FeeQuote? previous)
    {
        var ceiling = (ulong)settings.MaximumFeeLamports;
        if (baseFee > ceiling)
        {
            throw new PortUnavailableException(
                SolanaNodes.Dependency,
                $"The cluster asks {baseFee} lamports for a signature, more than the {ceiling} that a transfer may cost (Solana:MaximumFeeLamports).");
        }

        var limit = ComputeUnitLimit(use.ComputeUnits);
        var price = Escalate(offered, previous);
        var affordable = limit == 0 ? price : Math.Min(price, (ceiling - baseFee) * MicroLamportsPerLamport / limit);
        return new FeeQuote(
            new Lamports(baseFee + ComputeBudgetProgram.PriorityFee(limit, affordable)), limit, affordable, DataSizeLimit(use.LoadedBytes));
    }

    /// <summary>A transaction that died may have offered too little: half as much again is offered, still under the cap.</summary>
    private ulong Escalate(ulong offered, FeeQuote? previous)
    {
        if (previous is null)
        {
            return offered;
        }

        var risen = previous.ComputeUnitPrice + Math.Max(previous.ComputeUnitPrice / 2, LeastRise);
        return Math.Min(Math.Max(offered, risen), (ulong)settings.PriorityFeeCap);
    }

    private uint ComputeUnitLimit(ulong consumed)
    {
        var withMargin = ((consumed * (100 + (ulong)settings.ComputeUnitMarginPercent)) + 99) / 100;
        return (uint)Math.Min(withMargin + (ulong)settings.ComputeUnitReserve, ComputeBudgetProgram.MaxComputeUnitLimit);
    }

    /// <summary>
    /// Whole pages, and so many that a limit lowered by any variation (decision 0003) still lies on the last of them and is not below
    /// what is needed: it costs the same, and it suffices. Without a figure from the node nothing is limited.
    /// </summary>
    private uint DataSizeLimit(ulong? loaded)
    {
        if (loaded is not { } bytes || bytes is 0 or >= FeeQuote.HighestDataSizeLimit)
        {
            return FeeQuote.HighestDataSizeLimit;
        }

        var withMargin = ((bytes * (100 + (ulong)settings.DataSizeMarginPercent)) + 99) / 100;
        var needed = withMargin + (ulong)settings.DataSizeReserve + (TransferMessage.Variations - 1);
        var pages = (needed + FeeQuote.DataPage - 1) / FeeQuote.DataPage;
        return (uint)Math.Min(pages * FeeQuote.DataPage, FeeQuote.HighestDataSizeLimit);
    }
}
