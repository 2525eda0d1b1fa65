using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Tests;

/// <summary>Receipts that are right in every respect, over transactions that were really signed.</summary>
internal static class SampleReceipt
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The key of the wallet.</summary>
    public static (byte[] Seed, byte[] PublicKey) Key { get; } = Ed25519.GenerateKey();

    public static Address Wallet { get; } = Address.FromBytes(Key.PublicKey);

    public static Address Recipient { get; } = Address.FromBytes(Ed25519.GenerateKey().PublicKey);

    public static TransactionReceipt Payment() => Of(Sign(
        ComputeBudgetProgram.SetComputeUnitLimit(450),
        MemoProgram.Memo("invoice 7"),
        SystemProgram.Transfer(Wallet, Recipient, 250_000_000))) with
    {
        Recipient = Recipient.ToString(),
        Lamports = "250000000",
        Memo = "invoice 7",
    };

    public static TransactionReceipt FailedPayment() => Payment() with
    {
        ChainError = """{"InstructionError":[2,{"Custom":1}]}""",
        Balances = new TransferBalances { SourceBefore = "1000000", SourceAfter = "995000", RecipientBefore = "7", RecipientAfter = "7" },
    };

    public static TransactionReceipt CallersOwn() => Payment() with
    {
        Kind = "send",
        Recipient = null,
        Lamports = null,
        Memo = null,
        Balances = new TransferBalances { SourceBefore = "1000000000", SourceAfter = "749995000" },
    };

    /// <summary>A signed transaction with these instructions, in base64.</summary>
    public static Transaction Sign(params IReadOnlyList<Instruction> instructions)
    {
        var unsigned = Transaction.Create(MessageCompiler.CompileLegacy(Wallet, instructions, Blockhash.FromBytes(new byte[32])));
        return unsigned.WithSignature(0, Signature.FromBytes(Ed25519.Sign(Key.Seed, unsigned.MessageBytes.Span)));
    }

    public static TransactionReceipt With(this TransactionReceipt receipt, Transaction transaction) => receipt with
    {
        Transaction = Convert.ToBase64String(transaction.Serialize()),
        Signature = transaction.Id.ToString(),
    };

    private static TransactionReceipt Of(Transaction transaction) => new TransactionReceipt
    {
        Version = 1,
        GenesisHash = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
        TransactionId = ScriptedWalletClient.TransactionId,
        WalletId = ScriptedWalletClient.WalletId,
        Address = Wallet.ToString(),
        Kind = "transferSol",
        Transaction = string.Empty,
        Signature = string.Empty,
        Slot = 351_000_042,
        BlockTime = Time.AddSeconds(2),
        FeeLamports = "5000",
        Balances = new TransferBalances
        {
            SourceBefore = "1000000000",
            SourceAfter = "749995000",
            RecipientBefore = "0",
            RecipientAfter = "250000000",
        },
        Confirmation = "finalized",
        Times = new TransferStepTimes { ReceivedAt = Time, SignedAt = Time.AddSeconds(1), EndedAt = Time.AddSeconds(15) },
    }.With(transaction);
}
