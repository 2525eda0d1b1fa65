using WalletService.Solana;
using WalletService.Solana.Messages;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>One instruction of a transaction under inspection.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Instruction">The call with its accounts by address.</param>
/// <param name="Wallet">The wallet whose signature is asked for.</param>
internal sealed record InspectedCall(int Number, Instruction Instruction, Address Wallet)
{
    public Address Program => Instruction.ProgramId;

    public ReadOnlySpan<byte> Data => Instruction.Data.Span;

    /// <summary>Only an instruction that names the wallet is given its signature.</summary>
    public bool NamesWallet => Instruction.Accounts.Any(account => account.Address == Wallet);

    /// <summary>Null when the instruction has no such account.</summary>
    public Address? Account(int position) => position < Instruction.Accounts.Count ? Instruction.Accounts[position].Address : null;

    public bool IsWallet(int position) => Account(position) == Wallet;

    /// <summary>Whether the wallet is nowhere but at the positions that the reader has looked at.</summary>
    public bool WalletIsOnlyAt(params ReadOnlySpan<int> positions)
    {
        for (var position = 0; position < Instruction.Accounts.Count; position++)
        {
            if (IsWallet(position) && !positions.Contains(position))
            {
                return false;
            }
        }

        return true;
    }

    public bool WalletIsBefore(int position) => Instruction.Accounts.Take(position).Any(account => account.Address == Wallet);

    public bool WalletIsBehind(int position) => Instruction.Accounts.Skip(position + 1).Any(account => account.Address == Wallet);
}
