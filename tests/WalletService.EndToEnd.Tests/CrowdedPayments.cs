using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;

namespace WalletService.EndToEnd.Tests;

/// <summary>Payments that are followed to their end, however long a crowded service takes.</summary>
internal static class CrowdedPayments
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>Pays, and asks again by the same request until the payment is at its end.</summary>
    public static async Task<TransferDetails> PayToTheEndAsync(
        this IWalletClient client, WalletDetails wallet, string recipient, string amount, string requestId)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var transfer = await client.TransferSolAsync(
                new TransferSol
                {
                    UserId = wallet.UserId,
                    WalletId = wallet.WalletId,
                    Recipient = recipient,
                    Amount = amount,
                    RequestId = requestId,
                    WaitFor = "finalized",
                    WaitMs = 60_000,
                    ValidForMs = (int)Deadline.TotalMilliseconds,
                },
                deadline.Token);
            if (transfer.Status is not ("received" or "ready" or "signed" or "submitted" or "confirmed"))
            {
                return transfer;
            }
        }
    }

    /// <returns>The payment at its end; null when it was refused because the wallet can't pay it.</returns>
    public static async Task<TransferDetails?> PayOrBeRefusedAsync(
        this IWalletClient client, WalletDetails wallet, string recipient, string amount, string requestId)
    {
        try
        {
            return await client.PayToTheEndAsync(wallet, recipient, amount, requestId);
        }
        catch (WalletRequestException refusal) when (refusal.Error.Code == "INSUFFICIENT_FUNDS")
        {
            return null;
        }
    }
}
