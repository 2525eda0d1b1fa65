using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// The one shape of our transfers. A legacy message, because every wallet, explorer and library reads it, and v0 adds nothing
/// without lookup tables but two bytes.
/// </summary>
internal static class TransferMessage
{
    /// <summary>How many transfers that are equal in all else can be told apart.</summary>
    public const uint Variations = 1_000;

    /// <summary>How many instructions of the compute budget stand in front.</summary>
    public const int BudgetInstructions = 3;

    /// <param name="order">What is paid.</param>
    /// <param name="quote">The limits and the price.</param>
    /// <param name="variation">
    /// Lowers the loaded-data limit, by less than a page: neither the transaction's cost nor its fee changes (decision 0003).
    /// </param>
    /// <param name="blockhash">Its lifetime.</param>
    public static Message Compile(TransferOrder order, FeeQuote quote, uint variation, Blockhash blockhash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(variation, Variations);
        var source = order.Source.ToKit();
        List<Instruction> instructions =
        [
            ComputeBudgetProgram.SetComputeUnitLimit(quote.ComputeUnitLimit),
            ComputeBudgetProgram.SetComputeUnitPrice(quote.ComputeUnitPrice),
            ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(quote.DataSizeLimit - variation),
        ];
        if (order.Memo is { } memo)
        {
            instructions.Add(MemoProgram.Memo(memo));
        }

        instructions.Add(SystemProgram.Transfer(source, order.Recipient.ToKit(), order.Lamports.Value));
        return MessageCompiler.CompileLegacy(source, instructions, blockhash);
    }

    /// <summary>Compute budget, memo if there is one, and last the transfer.</summary>
    public static int InstructionCount(TransferOrder order) => BudgetInstructions + (order.Memo is null ? 0 : 1) + 1;

    /// <summary>The variation that a loaded-data limit stands for; false when it is none of this quote's.</summary>
    public static bool TryGetVariation(FeeQuote quote, uint dataSizeLimit, out uint variation)
    {
        variation = unchecked(quote.DataSizeLimit - dataSizeLimit);
        return variation < Variations;
    }
}
