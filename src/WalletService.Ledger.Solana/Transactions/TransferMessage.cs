using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Encoding;
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
    public const uint Variations = TransferVariation.Range;

    /// <summary>How many instructions of the compute budget stand in front.</summary>
    public const int BudgetInstructions = 3;

    /// <summary>
    /// Most instructions that one transaction runs, those that its programs call included (Agave,
    /// <c>MAX_INSTRUCTION_TRACE_LENGTH</c>), without those of the compute budget.
    /// </summary>
    public const int MaximumSteps = 64 - BudgetInstructions;

    /// <param name="order">What is paid.</param>
    /// <param name="quote">The limits and the price.</param>
    /// <param name="variation">
    /// Lowers the loaded-data limit, by less than a page: neither the transaction's cost nor its fee changes (decision 0003).
    /// </param>
    /// <param name="blockhash">Its lifetime.</param>
    public static Message Compile(TransferOrder order, FeeQuote quote, uint variation, Blockhash blockhash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(variation, Variations);
        Instruction[] instructions =
        [
            ComputeBudgetProgram.SetComputeUnitLimit(quote.ComputeUnitLimit),
            ComputeBudgetProgram.SetComputeUnitPrice(quote.ComputeUnitPrice),
            ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(quote.DataSizeLimit - variation),
            .. TransferInstructions.Of(order),
        ];
        return MessageCompiler.CompileLegacy(order.Source.ToKit(), instructions, blockhash);
    }

    /// <summary>Whether the transaction is not longer than the network takes. Limits and prices are of the same length whatever they are.</summary>
    public static bool Fits(TransferOrder order)
    {
        try
        {
            Compile(order, new FeeQuote(Lamports.Zero, 0, 0), variation: 0, Blockhash.FromBytes(new byte[Blockhash.Length]));
            return true;
        }
        catch (WireFormatException)
        {
            return false;
        }
    }

    /// <summary>The accounts that a payment writes, the wallet first. Who else writes them competes with it for a place in a block.</summary>
    public static IReadOnlyList<Address> WrittenAccounts(TransferOrder order) =>
    [
        order.Source.ToKit(),
        .. TransferInstructions.Of(order)
            .SelectMany(instruction => instruction.Accounts)
            .Where(account => account.IsWritable)
            .Select(account => account.Address)
            .Where(address => address != order.Source.ToKit())
            .Distinct(),
    ];

    /// <summary>The variation that a loaded-data limit stands for; false when it is none of this quote's.</summary>
    public static bool TryGetVariation(FeeQuote quote, uint dataSizeLimit, out uint variation)
    {
        variation = unchecked(quote.DataSizeLimit - dataSizeLimit);
        return variation < Variations;
    }
}
