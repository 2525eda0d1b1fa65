using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>What the comparisons of payments share.</summary>
internal static class InstructionComparison
{
    public static string? FindDifferenceInCount(IReadOnlyList<Instruction> payment, int expected) => payment.Count == expected
        ? null
        : $"The payment has {payment.Count} instructions instead of {expected}.";

    public static string? FindDifferenceInMemo(Instruction memo, string ordered) =>
        memo.ProgramId == MemoProgram.Id
        && memo.Accounts.Count == 0
        && MemoProgram.TryDecodeMemo(memo.Data.Span, out var text)
        && string.Equals(text, ordered, StringComparison.Ordinal)
            ? null
            : "The memo is not the ordered one.";
}
