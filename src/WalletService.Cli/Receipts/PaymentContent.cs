using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Cli.Receipts;

/// <summary>What the instructions of a message do, as far as payments in SOL and in tokens go.</summary>
/// <param name="Others">Calls that belong to no payment: other programs, other instructions of these.</param>
internal sealed record PaymentContent(
    IReadOnlyList<SolTransfer> Transfers,
    IReadOnlyList<TokenTransfer> TokenTransfers,
    IReadOnlyList<AccountCreation> Creations,
    IReadOnlyList<string> Memos,
    int Others)
{
    public static PaymentContent Read(Message message)
    {
        var transfers = new List<SolTransfer>();
        var tokenTransfers = new List<TokenTransfer>();
        var creations = new List<AccountCreation>();
        var memos = new List<string>();
        var others = message.Lookups.Count;
        foreach (var instruction in message.Instructions)
        {
            var program = AddressAt(message, instruction.ProgramIndex);
            var accounts = instruction.AccountIndexes.ToArray().Select(index => AddressAt(message, index)).OfType<Address>().ToArray();
            var isWhole = accounts.Length == instruction.AccountIndexes.Length;
            if (isWhole && SolTransfer.Read(program, accounts, instruction.Data.Span) is { } transfer)
            {
                transfers.Add(transfer);
            }
            else if (isWhole && TokenTransfer.Read(program, accounts, instruction.Data.Span) is { } tokenTransfer)
            {
                tokenTransfers.Add(tokenTransfer);
            }
            else if (isWhole && AccountCreation.Read(program, accounts, instruction.Data.Span) is { } creation)
            {
                creations.Add(creation);
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

        return new PaymentContent(transfers, tokenTransfers, creations, memos, others);
    }

    /// <summary>Null for an address that only a lookup table has.</summary>
    private static Address? AddressAt(Message message, int index) => index < message.Addresses.Count ? message.Addresses[index] : null;
}

/// <summary>One call of the system program's Transfer.</summary>
internal sealed record SolTransfer(Address Source, Address Recipient, ulong Lamports)
{
    public static SolTransfer? Read(Address? program, Address[] accounts, ReadOnlySpan<byte> data) =>
        program == SystemProgram.Id && accounts is [var source, var recipient] && SystemProgram.TryDecodeTransfer(data, out var lamports)
            ? new SolTransfer(source, recipient, lamports)
            : null;
}

/// <summary>One checked transfer of a token program; accounts of a transfer hook may follow the transfer's own.</summary>
/// <param name="Fee">What the mint withholds, when the instruction says it.</param>
internal sealed record TokenTransfer(
    Address Program, Address SourceAccount, Address Mint, Address RecipientAccount, Address Owner, ulong Amount, byte Decimals, ulong? Fee)
{
    public static TokenTransfer? Read(Address? program, Address[] accounts, ReadOnlySpan<byte> data)
    {
        if ((program != TokenProgram.Id && program != TokenProgram.Token2022Id) || accounts is not [var source, var mint, var recipient, var owner, ..])
        {
            return null;
        }

        if (TokenProgram.TryDecodeTransferChecked(data, out var amount, out var decimals))
        {
            return new TokenTransfer(program, source, mint, recipient, owner, amount, decimals, Fee: null);
        }

        return TokenProgram.TryDecodeTransferCheckedWithFee(data, out amount, out decimals, out var fee)
            ? new TokenTransfer(program, source, mint, recipient, owner, amount, decimals, fee)
            : null;
    }
}

/// <summary>One creation of an associated token account, unless it is there.</summary>
internal sealed record AccountCreation(Address Payer, Address Account, Address Wallet, Address Mint)
{
    public static AccountCreation? Read(Address? program, Address[] accounts, ReadOnlySpan<byte> data) =>
        program == AssociatedTokenProgram.Id
        && accounts is [var payer, var account, var wallet, var mint, _, _]
        && AssociatedTokenProgram.IsCreateIdempotent(data)
            ? new AccountCreation(payer, account, wallet, mint)
            : null;
}
