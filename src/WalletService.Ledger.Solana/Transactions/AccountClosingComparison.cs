using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Compares the instructions that close a token account with their order: the account, its owner, who gets the rent, every right, and
/// that nothing else is done.
/// </summary>
internal static class AccountClosingComparison
{
    public static string? FindDifference(Message message, IReadOnlyList<Instruction> payment, AccountClosingOrder order)
    {
        var program = order.Program.ToKit();
        if (program != TokenProgram.Id && program != TokenProgram.Token2022Id)
        {
            return "The order's program is neither Token nor Token-2022.";
        }

        if (order.HarvestsFees && program != TokenProgram.Token2022Id)
        {
            return "The order harvests fees of a program that withholds none.";
        }

        if (InstructionComparison.FindDifferenceInCount(payment, order.HarvestsFees ? 2 : 1) is { } count)
        {
            return count;
        }

        return (order.HarvestsFees ? FindDifferenceInHarvest(payment[0], order) : null)
            ?? FindDifferenceInClosing(payment[^1], order, program)
            ?? FindDifferenceInRights(message, order);
    }

    private static string? FindDifferenceInHarvest(Instruction harvest, AccountClosingOrder order) =>
        harvest.ProgramId == TokenProgram.Token2022Id
        && TokenProgram.IsHarvestWithheldTokensToMint(harvest.Data.Span)
        && HasAccounts(harvest, [order.Mint.ToKit(), order.Account.ToKit()])
            ? null
            : "The first instruction is not the harvest of the account's withheld fees.";

    private static string? FindDifferenceInClosing(Instruction closing, AccountClosingOrder order, Address program)
    {
        if (closing.ProgramId != program || !TokenProgram.IsCloseAccount(closing.Data.Span))
        {
            return "An instruction is not the closing of an account of the order's token program.";
        }

        return HasAccounts(closing, [order.Account.ToKit(), order.RentTo.ToKit(), order.Source.ToKit()])
            ? null
            : "The closing's accounts are not those of the order: the account, who gets the rent, and the owner.";
    }

    private static bool HasAccounts(Instruction instruction, Address[] expected) =>
        instruction.Accounts.Select(account => account.Address).SequenceEqual(expected);

    /// <summary>The wallet alone signs; it, the account, who gets the rent and, for a harvest, the mint are all that can be written.</summary>
    private static string? FindDifferenceInRights(Message message, AccountClosingOrder order)
    {
        var source = order.Source.ToKit();
        HashSet<Address> writable = [source, order.Account.ToKit(), order.RentTo.ToKit()];
        if (order.HarvestsFees)
        {
            writable.Add(order.Mint.ToKit());
        }

        for (var index = 0; index < message.Addresses.Count; index++)
        {
            var address = message.Addresses[index];
            if (message.IsSigner(index) != (address == source) || message.IsWritable(index) != writable.Contains(address))
            {
                return $"The account {address} has other rights than ordered by {order.Source}.";
            }
        }

        return null;
    }
}
