using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Simulation.Chain;

/// <summary>A transfer of SOL, as the chain reads it from its bytes: it trusts nothing else.</summary>
/// <param name="TransferIndex">Which instruction moves the lamports.</param>
/// <param name="Accounts">All addresses of the message, in its order.</param>
internal sealed record ChainTransaction(
    string Signature,
    byte[] Wire,
    byte[] Message,
    string Blockhash,
    string Source,
    string Recipient,
    ulong Lamports,
    ulong Fee,
    int TransferIndex,
    bool HasMemo,
    IReadOnlyList<string> Accounts)
{
    private const ulong LamportsPerSignature = 5_000;

    /// <exception cref="FormatException">Not a payment from its fee payer.</exception>
    public static ChainTransaction Parse(byte[] wire)
    {
        var transaction = Transaction.Parse(wire);
        var message = transaction.Message;
        var instructions = message.Decompile();
        var index = instructions.Count - 1;
        if (index < 0 || instructions[index].ProgramId != SystemProgram.Id
            || !SystemProgram.TryDecodeTransfer(instructions[index].Data.Span, out var lamports))
        {
            throw new FormatException("The last instruction is not a transfer of the System program.");
        }

        return new ChainTransaction(
            transaction.Signatures[0].ToString(),
            wire,
            message.Bytes.ToArray(),
            message.Blockhash.ToString(),
            message.FeePayer.ToString(),
            instructions[index].Accounts[1].Address.ToString(),
            lamports,
            LamportsPerSignature + PriorityFee(instructions),
            index,
            instructions.Any(instruction => instruction.ProgramId == MemoProgram.Id),
            [.. message.Addresses.Select(address => address.ToString())]);
    }

    private static ulong PriorityFee(IReadOnlyList<Instruction> instructions)
    {
        uint limit = 0;
        ulong price = 0;
        foreach (var instruction in instructions.Where(instruction => instruction.ProgramId == ComputeBudgetProgram.Id))
        {
            if (ComputeBudgetProgram.TryDecodeComputeUnitLimit(instruction.Data.Span, out var units))
            {
                limit = units;
            }

            if (ComputeBudgetProgram.TryDecodeComputeUnitPrice(instruction.Data.Span, out var offered))
            {
                price = offered;
            }
        }

        return ComputeBudgetProgram.PriorityFee(limit, price);
    }
}
