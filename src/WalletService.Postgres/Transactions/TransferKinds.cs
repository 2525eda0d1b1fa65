using WalletService.Domain.Transactions;

namespace WalletService.Postgres.Transactions;

/// <summary>The words of the column <c>transfers.kind</c>.</summary>
internal static class TransferKinds
{
    public const string SolPayment = "transferSol";
    public const string TokenPayment = "transferToken";
    public const string Batch = "transferBatch";
    public const string CallerTransaction = "send";

    public static string Write(TransferContent content) => content switch
    {
        TransferContent.SolPayment => SolPayment,
        TransferContent.TokenPayment or TransferContent.AccountClosing => TokenPayment,
        TransferContent.SolBatch or TransferContent.TokenBatch => Batch,
        TransferContent.CallerTransaction => CallerTransaction,
        _ => throw new InvalidOperationException($"Unknown content {content}."),
    };
}
