using WalletService.Cli.Restores;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.Cli.Tests;

/// <summary>Transfers of the sample wallet as a backup holds them, and transactions of it as a node shows them.</summary>
internal static class SampleExecution
{
    public static SolanaAddress Wallet { get; } = SolanaAddress.Parse(SampleReceipt.Wallet.ToString());

    /// <summary>The sample transfer.</summary>
    public static TransactionId Id { get; } = TransactionId.From(Guid.Parse("019a0000-0000-7000-8000-000000000001"));

    public static SolanaAddress Recipient { get; } = SolanaAddress.Parse(SampleReceipt.Recipient.ToString());

    /// <summary>Not decided on yet; paid from the sample wallet.</summary>
    public static OpenTransfer Open(TransferContent content, params RecordedAttempt[] attempts) => new(
        new Transfer
        {
            Id = Id,
            WalletId = WalletId.From(Guid.Parse("019a0000-0000-7000-8000-000000000002")),
            UserId = UserId.Parse("alice"),
            Caller = CallerId.Restore("shop"),
            Content = content,
            IdempotencyKey = IdempotencyKey.Parse("alice-1"),
            Fingerprint = RequestFingerprint.Of("sample"),
            Status = TransferStatus.Received,
            Version = 1,
            Deadline = DateTimeOffset.UnixEpoch,
            Times = new TransferTimes { ReceivedAt = DateTimeOffset.UnixEpoch },
        },
        Wallet,
        attempts);

    /// <summary>A transaction of the sample wallet, built for the sample transfer and executed.</summary>
    public static ExecutedTransaction Executed(params IReadOnlyList<Instruction> instructions) =>
        ExecutedWith(FeeQuote.HighestDataSizeLimit - TransferVariation.Of(Id, turn: 0), instructions);

    /// <summary>A transaction of the sample wallet with another loaded-data limit, executed.</summary>
    public static ExecutedTransaction ExecutedWith(uint dataSizeLimit, params IReadOnlyList<Instruction> instructions) =>
        Executed(SampleReceipt.Sign([ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(dataSizeLimit), .. instructions]));

    public static ExecutedTransaction Executed(Transaction signed) => TransactionReading.Read(
        TransactionSignature.Parse(signed.Id.ToString()),
        SampleReceipt.Wallet,
        new TransactionDetails
        {
            Slot = 351_000_042,
            BlockTime = 1_772_366_402,
            TransactionBytes = signed.Serialize(),
            Meta = new TransactionMeta { Fee = 5_000, PreBalances = [1_000_000_000], PostBalances = [998_506_560] },
        },
        signed);
}
