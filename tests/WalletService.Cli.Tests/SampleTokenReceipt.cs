using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Cli.Tests;

/// <summary>The receipt of a payment of a Token-2022 token whose mint withholds 1 %, with the recipient's account created.</summary>
internal static class SampleTokenReceipt
{
    private const ulong Sent = 10_101_011;
    private const ulong Withheld = 101_011;

    public static Address Mint { get; } = Address.FromBytes(Ed25519.GenerateKey().PublicKey);

    public static TransactionReceipt Create() => Unsigned().With(SampleReceipt.Sign(Instructions()));

    /// <summary>The same payment with the last instruction replaced by others, rightly signed.</summary>
    public static TransactionReceipt EndingWith(params Instruction[] instructions) =>
        Unsigned().With(SampleReceipt.Sign([.. Instructions().SkipLast(1), .. instructions]));

    public static Instruction Transfer(Address? recipient = null, ulong amount = Sent, ulong fee = Withheld) =>
        TokenProgram.TransferCheckedWithFee(
            AccountOf(SampleReceipt.Wallet), Mint, AccountOf(recipient ?? SampleReceipt.Recipient), SampleReceipt.Wallet, amount, 6, fee);

    private static Address AccountOf(Address wallet) => AssociatedTokenProgram.FindAddress(wallet, TokenProgram.Token2022Id, Mint);

    private static Instruction[] Instructions() =>
    [
        ComputeBudgetProgram.SetComputeUnitLimit(40_000),
        AssociatedTokenProgram.CreateIdempotent(SampleReceipt.Wallet, SampleReceipt.Recipient, TokenProgram.Token2022Id, Mint),
        MemoProgram.Memo("invoice 7"),
        Transfer(),
    ];

    private static TransactionReceipt Unsigned() => SampleReceipt.Payment() with
    {
        Kind = "transferToken",
        Lamports = "1488440",
        Token = new TokenPayment
        {
            Mint = Mint.ToString(),
            Program = "token-2022",
            Decimals = 6,
            Sent = "10101011",
            TransferFee = "101011",
            Received = "10000000",
            SourceAccount = AccountOf(SampleReceipt.Wallet).ToString(),
            RecipientAccount = AccountOf(SampleReceipt.Recipient).ToString(),
            CreatesAccount = true,
            Balances = new TokenPaymentBalances
            {
                SourceBefore = "50000000",
                SourceAfter = "39898989",
                RecipientBefore = "0",
                RecipientAfter = "10000000",
            },
        },
        Balances = new TransferBalances { SourceBefore = "1000000000", SourceAfter = "998506560" },
    };
}
