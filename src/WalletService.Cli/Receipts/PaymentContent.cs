using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Cli.Receipts;

/// <summary>What the instructions of a message do, as far as a payment in SOL goes.</summary>
/// <param name="Others">Calls that belong to no payment: other programs, other instructions of the system program.</param>
internal sealed record PaymentContent(IReadOnlyList<SolTransfer> Transfers, IReadOnlyList<string> Memos, int Others)
{
    public static PaymentContent Read(Message message)
    {
        var transfers = new List<SolTransfer>();
        var memos = new List<string>();
        var others = message.Lookups.Count;
        foreach (var instruction in message.Instructions)
        {
            var program = AddressAt(message, instruction.ProgramIndex);
            if (program == SystemProgram.Id && TryReadTransfer(message, instruction, out var transfer))
            {
                transfers.Add(transfer);
            }
            else if (program == MemoProgram.Id && MemoProgram.TryDecodeMemo(instruction.Data.Span, out var memo))
            {
                memos.Add(memo);
            }
            else if (program != ComputeBudgetProgram.Id)
            {
                others++;
            }
        }

        return new PaymentContent(transfers, memos, others);
    }

    private static bool TryReadTransfer(Message message, CompiledInstruction instruction, out SolTransfer transfer)
    {
        transfer = default;
        if (!SystemProgram.TryDecodeTransfer(instruction.Data.Span, out var lamports)
            || instruction.AccountIndexes.Span is not [var from, var to]
            || AddressAt(message, from) is not { } source
            || AddressAt(message, to) is not { } recipient)
        {
            return false;
        }

        transfer = new SolTransfer(source, recipient, lamports);
        return true;
    }

    /// <summary>Null for an address that only a lookup table has.</summary>
    private static Address? AddressAt(Message message, int index) => index < message.Addresses.Count ? message.Addresses[index] : null;
}

/// <summary>One call of the system program's Transfer.</summary>
internal readonly record struct SolTransfer(Address Source, Address Recipient, ulong Lamports);
