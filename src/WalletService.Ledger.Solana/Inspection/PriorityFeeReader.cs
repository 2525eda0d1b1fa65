using WalletService.Domain.Values;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>The most that a transaction's fee payer pays for priority.</summary>
internal static class PriorityFeeReader
{
    /// <summary>What the runtime grants each instruction of a transaction that sets no limit.</summary>
    private const uint DefaultUnitsPerInstruction = 200_000;

    public static Lamports Read(Message message)
    {
        var price = 0UL;
        uint? limit = null;
        foreach (var instruction in message.Instructions.Where(each => message.Addresses[each.ProgramIndex] == ComputeBudgetProgram.Id))
        {
            if (ComputeBudgetProgram.TryDecodeComputeUnitPrice(instruction.Data.Span, out var microLamports))
            {
                price = Math.Max(price, microLamports);
            }

            if (ComputeBudgetProgram.TryDecodeComputeUnitLimit(instruction.Data.Span, out var units))
            {
                limit = Math.Max(limit ?? 0, units);
            }
        }

        var most = limit ?? (uint)message.Instructions.Count * DefaultUnitsPerInstruction;
        return new Lamports(Saturated(Math.Min(most, ComputeBudgetProgram.MaxComputeUnitLimit), price));
    }

    private static ulong Saturated(uint limit, ulong price)
    {
        // Nobody has so much; what counts is that it is far above every limit.
        const ulong HighestPrice = ulong.MaxValue / ComputeBudgetProgram.MaxComputeUnitLimit;
        return ComputeBudgetProgram.PriorityFee(limit, Math.Min(price, HighestPrice));
    }
}
