using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Compares the instructions of a payment in a token with its order: for each recipient the creation of the token account, the memo and
/// the transfer, as ordered; every program, account, right, amount and fee. It derives the token accounts anew, so an order whose
/// accounts do not belong to the wallets that it names is not signed either.
/// </summary>
internal sealed class TokenTransferComparison
{
    private readonly TokenTransferOrder order;
    private readonly TokenMovement movement;
    private readonly Address source;
    private readonly Address sourceAccount;
    private readonly Address mint;
    private readonly Address program;

    private TokenTransferComparison(TokenTransferOrder order)
    {
        this.order = order;
        movement = order.Movement;
        source = order.Source.ToKit();
        sourceAccount = movement.SourceAccount.ToKit();
        mint = movement.Mint.ToKit();
        program = movement.Program.ToKit();
    }

    public static string? FindDifference(Message message, IReadOnlyList<Instruction> payment, TokenTransferOrder order)
    {
        var comparison = new TokenTransferComparison(order);
        return comparison.FindFaultOfOrder() ?? comparison.FindDifferenceInInstructions(payment) ?? comparison.FindDifferenceInRights(message);
    }

    private string? FindFaultOfOrder()
    {
        if (program != TokenProgram.Id && program != TokenProgram.Token2022Id)
        {
            return "The order's program is neither Token nor Token-2022.";
        }

        if (sourceAccount != (order.SourceAccount?.ToKit() ?? AssociatedTokenProgram.FindAddress(source, program, mint)))
        {
            return "The order's source account is not the one to be emptied, nor else the wallet's associated token account.";
        }

        if (movement.Parts.Any(part => part.RecipientAccount.ToKit() != AssociatedTokenProgram.FindAddress(part.Recipient.ToKit(), program, mint)))
        {
            return "An account of the order is not its recipient's associated token account.";
        }

        return movement.Memo is null && movement.Parts.Any(part => part.RequiresMemo)
            ? "A recipient's account demands a memo, and the order has none."
            : null;
    }

    private string? FindDifferenceInInstructions(IReadOnlyList<Instruction> payment)
    {
        var expected = movement.Parts.Select((part, index) => 1 + (part.CreatesAccount ? 1 : 0) + (HasMemo(index) ? 1 : 0)).Sum();
        if (InstructionComparison.FindDifferenceInCount(payment, expected) is { } count)
        {
            return count;
        }

        var position = 0;
        for (var index = 0; index < movement.Parts.Count; index++)
        {
            var part = movement.Parts[index];
            if (part.CreatesAccount && FindDifferenceInCreation(payment[position++], part) is { } creation)
            {
                return creation;
            }

            if (HasMemo(index) && InstructionComparison.FindDifferenceInMemo(payment[position++], movement.Memo!) is { } memo)
            {
                return memo;
            }

            if (FindDifferenceInTransfer(payment[position++], part) is { } transfer)
            {
                return transfer;
            }
        }

        return null;
    }

    private bool HasMemo(int index) => movement.Parts[index].RequiresMemo || (index == 0 && movement.Memo is not null);

    private string? FindDifferenceInCreation(Instruction creation, TokenPart part)
    {
        if (creation.ProgramId != AssociatedTokenProgram.Id || !AssociatedTokenProgram.IsCreateIdempotent(creation.Data.Span))
        {
            return "An instruction is not the idempotent creation of an associated token account.";
        }

        Address[] expected = [source, part.RecipientAccount.ToKit(), part.Recipient.ToKit(), mint, SystemProgram.Id, program];
        return HasAccounts(creation, expected)
            ? null
            : "The created account is not the recipient's, or not paid by the source.";
    }

    private string? FindDifferenceInTransfer(Instruction transfer, TokenPart part)
    {
        if (transfer.ProgramId != program || !TryRead(transfer.Data.Span, out var amount, out var decimals, out var fee))
        {
            return "An instruction is not a checked transfer of the mint's token program.";
        }

        if (amount != part.Amount || decimals != movement.Decimals)
        {
            return $"The transfer moves {amount} base units of {decimals} decimals instead of {part.Amount} of {movement.Decimals}.";
        }

        if (fee != part.TransferFee)
        {
            return "The transfer fee is not the decided one.";
        }

        Address[] expected =
            [sourceAccount, mint, part.RecipientAccount.ToKit(), source, .. part.HookAccounts.Select(account => account.Address.ToKit())];
        return HasAccounts(transfer, expected) ? null : "The transfer's accounts are not those of the source, the mint and the recipient.";
    }

    private static bool TryRead(ReadOnlySpan<byte> data, out ulong amount, out byte decimals, out ulong? fee)
    {
        fee = null;
        if (TokenProgram.TryDecodeTransferChecked(data, out amount, out decimals))
        {
            return true;
        }

        var isWithFee = TokenProgram.TryDecodeTransferCheckedWithFee(data, out amount, out decimals, out var withheld);
        fee = isWithFee ? withheld : null;
        return isWithFee;
    }

    private static bool HasAccounts(Instruction instruction, Address[] expected) =>
        instruction.Accounts.Select(account => account.Address).SequenceEqual(expected);

    /// <summary>
    /// The wallet alone signs; it, the token accounts and what a hook may write are all that can be written. The rights of an account are
    /// the same in every instruction of a message.
    /// </summary>
    private string? FindDifferenceInRights(Message message)
    {
        HashSet<Address> writable =
        [
            source,
            sourceAccount,
            .. movement.Parts.Select(part => part.RecipientAccount.ToKit()),
            .. movement.Parts.SelectMany(part => part.HookAccounts).Where(account => account.IsWritable).Select(account => account.Address.ToKit()),
        ];
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
