using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Compares message bytes, decoded from scratch, with what is to be paid. It is the last look before a key is used, so it trusts
/// nothing of the code that built the message: every field is compared by its own rule, and only then the whole with a message
/// built anew, which leaves no byte unaccounted for but the blockhash, without which nothing else changes hands.
/// </summary>
internal static class TransferComparison
{
    public static string? FindDifference(ReadOnlyMemory<byte> bytes, TransferOrder order, FeeQuote quote)
    {
        if (!Message.TryParse(bytes.Span, out var message))
        {
            return "The bytes are not a well-formed message.";
        }

        if (FindDifferenceInFrame(message, order) is { } frame)
        {
            return frame;
        }

        var instructions = message.Decompile();
        if (FindDifferenceInBudget(instructions, quote, out var variation) is { } budget)
        {
            return budget;
        }

        IReadOnlyList<Instruction> payment = [.. instructions.Skip(TransferMessage.BudgetInstructions)];
        var difference = order switch
        {
            SolTransferOrder sol => SolTransferComparison.FindDifference(payment, sol),
            TokenTransferOrder tokens => TokenTransferComparison.FindDifference(message, payment, tokens),
            AccountClosingOrder closing => AccountClosingComparison.FindDifference(message, payment, closing),
            _ => $"There is no comparison for {order.GetType().Name}.",
        };
        if (difference is not null)
        {
            return difference;
        }

        var expected = TransferMessage.Compile(order, quote, variation, message.Blockhash);
        return expected.Bytes.Span.SequenceEqual(bytes.Span) ? null : "The message holds something besides the transfer.";
    }

    private static string? FindDifferenceInFrame(Message message, TransferOrder order)
    {
        if (message.Version != MessageVersion.Legacy || message.Lookups.Count != 0)
        {
            return "The message is not a legacy message.";
        }

        if (message.Header.RequiredSignatures != 1)
        {
            return $"The message requires {message.Header.RequiredSignatures} signatures instead of one.";
        }

        if (message.FeePayer != order.Source.ToKit())
        {
            return "The fee payer is not the source.";
        }

        return message.Instructions.Count < TransferMessage.BudgetInstructions ? "The message has no compute budget." : null;
    }

    private static string? FindDifferenceInBudget(IReadOnlyList<Instruction> instructions, FeeQuote quote, out uint variation)
    {
        variation = 0;
        if (instructions.Take(TransferMessage.BudgetInstructions).Any(instruction =>
            instruction.ProgramId != ComputeBudgetProgram.Id || instruction.Accounts.Count != 0))
        {
            return "The message does not begin with its compute budget.";
        }

        if (!ComputeBudgetProgram.TryDecodeComputeUnitLimit(instructions[0].Data.Span, out var limit) || limit != quote.ComputeUnitLimit)
        {
            return "The compute unit limit is not the quoted one.";
        }

        if (!ComputeBudgetProgram.TryDecodeComputeUnitPrice(instructions[1].Data.Span, out var price) || price != quote.ComputeUnitPrice)
        {
            return "The compute unit price is not the quoted one.";
        }

        return ComputeBudgetProgram.TryDecodeLoadedAccountsDataSizeLimit(instructions[2].Data.Span, out var size)
            && TransferMessage.TryGetVariation(quote, size, out variation)
                ? null
                : "The loaded-accounts limit is not the quoted one, less a variation that tells equal transfers apart.";
    }
}
