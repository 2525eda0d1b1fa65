using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Compares the instructions of a payment in SOL with its order: the memo if there is one, and one transfer for each recipient.</summary>
internal static class SolTransferComparison
{
    public static string? FindDifference(IReadOnlyList<Instruction> payment, SolTransferOrder order)
    {
        var memos = order.Memo is null ? 0 : 1;
        if (InstructionComparison.FindDifferenceInCount(payment, memos + order.Parts.Count) is { } count)
        {
            return count;
        }

        if (order.Memo is { } ordered && InstructionComparison.FindDifferenceInMemo(payment[0], ordered) is { } memo)
        {
            return memo;
        }

        // One who is paid here may be one that signs: the accounts' rights are those of the whole message.
        var source = order.Source.ToKit();
        return payment.Skip(memos).Zip(order.Parts)
            .Select(pair => FindDifferenceInTransfer(pair.First, pair.Second, source))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? FindDifferenceInTransfer(Instruction transfer, SolPart part, Address source)
    {
        if (transfer.ProgramId != SystemProgram.Id || !SystemProgram.TryDecodeTransfer(transfer.Data.Span, out var lamports))
        {
            return "An instruction is not a transfer of the System program.";
        }

        if (lamports != part.Lamports.Value)
        {
            return $"The transfer moves {lamports} lamports instead of {part.Lamports}.";
        }

        var recipient = part.Recipient.ToKit();
        var paysItself = source == recipient;
        return transfer.Accounts.SequenceEqual(
            [AccountMeta.WritableSigner(source), paysItself ? AccountMeta.WritableSigner(source) : AccountMeta.Writable(recipient)])
                ? null
                : "The transfer's accounts are not the source and the recipient, both writable.";
    }
}
