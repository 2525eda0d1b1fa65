using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>What a payment is in instructions, without the compute budget that stands before them.</summary>
internal static class TransferInstructions
{
    public static IReadOnlyList<Instruction> Of(TransferOrder order) => order switch
    {
        SolTransferOrder sol => OfSol(sol),
        TokenTransferOrder tokens => OfTokens(tokens),
        AccountClosingOrder closing => OfClosing(closing),
        _ => throw new InvalidOperationException($"Unknown order {order}."),
    };

    /// <summary>
    /// A memo goes before the first transfer, and before each whose recipient's account takes none without: the program looks at the
    /// instruction directly before it (token-2022, <c>extension/memo_transfer</c>).
    /// </summary>
    public static bool HasMemo(TokenMovement movement, int part) =>
        movement.Parts[part].RequiresMemo || (part == 0 && movement.Memo is not null);

    /// <summary>
    /// How many instructions are run for a payment when those that its programs call are counted: creating a token account calls four
    /// (its length, the account, its owner's immutability, its initialisation), a transfer hook is called once.
    /// </summary>
    public static int StepsOf(TransferOrder order) => order switch
    {
        TokenTransferOrder { Movement: var movement } => movement.Parts
            .Select((part, index) => 1 + (part.CreatesAccount ? 5 : 0) + (HasMemo(movement, index) ? 1 : 0) + (part.HookAccounts.Count > 0 ? 1 : 0))
            .Sum(),
        _ => Of(order).Count,
    };

    private static List<Instruction> OfSol(SolTransferOrder order)
    {
        var source = order.Source.ToKit();
        var instructions = new List<Instruction>();
        if (order.Memo is { } memo)
        {
            instructions.Add(MemoProgram.Memo(memo));
        }

        instructions.AddRange(order.Parts.Select(part => SystemProgram.Transfer(source, part.Recipient.ToKit(), part.Lamports.Value)));
        return instructions;
    }

    private static List<Instruction> OfTokens(TokenTransferOrder order)
    {
        var movement = order.Movement;
        var source = order.Source.ToKit();
        var program = movement.Program.ToKit();
        var mint = movement.Mint.ToKit();
        var instructions = new List<Instruction>();
        for (var index = 0; index < movement.Parts.Count; index++)
        {
            var part = movement.Parts[index];
            if (part.CreatesAccount)
            {
                instructions.Add(AssociatedTokenProgram.CreateIdempotent(source, part.Recipient.ToKit(), program, mint));
            }

            if (HasMemo(movement, index))
            {
                instructions.Add(MemoProgram.Memo(
                    movement.Memo ?? throw new InvalidOperationException("A recipient's account demands a memo, and there is none.")));
            }

            instructions.Add(Transfer(movement, part, source));
        }

        return instructions;
    }

    private static List<Instruction> OfClosing(AccountClosingOrder order)
    {
        var account = order.Account.ToKit();
        var instructions = new List<Instruction>();
        if (order.HarvestsFees)
        {
            instructions.Add(TokenProgram.HarvestWithheldTokensToMint(order.Mint.ToKit(), account));
        }

        instructions.Add(TokenProgram.CloseAccount(order.Program.ToKit(), account, order.RentTo.ToKit(), order.Source.ToKit()));
        return instructions;
    }

    private static Instruction Transfer(TokenMovement movement, TokenPart part, Address owner)
    {
        var program = movement.Program.ToKit();
        var source = movement.SourceAccount.ToKit();
        var mint = movement.Mint.ToKit();
        var recipient = part.RecipientAccount.ToKit();
        var transfer = part.TransferFee is { } fee
            ? TokenProgram.TransferCheckedWithFee(source, mint, recipient, owner, part.Amount, movement.Decimals, fee)
            : TokenProgram.TransferChecked(program, source, mint, recipient, owner, part.Amount, movement.Decimals);
        return transfer.WithFurtherAccounts(part.HookAccounts.Select(ToMeta));
    }

    private static AccountMeta ToMeta(HookAccount account) =>
        account.IsWritable ? AccountMeta.Writable(account.Address.ToKit()) : AccountMeta.Readonly(account.Address.ToKit());
}
