using System.Globalization;
using System.Text.Json;
using WalletService.Cli.Restores;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Cli.Output;

/// <summary>What <c>restore reconcile</c> has found, a line for each.</summary>
internal static class RestoreLines
{
    public static async Task WriteAsync(RestoreReport report, TextWriter output)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Read from {report.Since:yyyy-MM-ddTHH:mm:ssZ} on."));
        foreach (var (transfer, transaction) in report.Adopted)
        {
            await output.WriteLineAsync($"EXECUTED {transfer.Id} by {transaction.Signature}");
        }

        foreach (var (wallet, transaction, reason) in report.Harmless)
        {
            await output.WriteLineAsync($"{NameOf(reason)} {wallet.Id} of {wallet.UserId}: {Describe(transaction)}");
        }

        foreach (var (wallet, transaction) in report.Lost)
        {
            await output.WriteLineAsync($"LOST {wallet.Id} of {wallet.UserId}: {Describe(transaction)}");
        }

        foreach (var transfer in report.Held)
        {
            await output.WriteLineAsync($"HELD {transfer.Id} of wallet {transfer.WalletId}");
        }

        foreach (var batch in report.HeldBatches)
        {
            await output.WriteLineAsync($"HELD batch {batch.Id} of wallet {batch.WalletId}");
        }

        await output.WriteLineAsync(report.ToString());
    }

    private static string NameOf(HarmlessReason reason) => reason switch
    {
        HarmlessReason.Failed => "FAILED",
        HarmlessReason.SignedForCaller => "SIGNED",
        HarmlessReason.WithinWallet => "SWEPT",
        _ => throw new InvalidOperationException($"Unknown reason {reason}."),
    };

    private static string Describe(ExecutedTransaction transaction) => string.Create(
        CultureInfo.InvariantCulture,
        $"{transaction.Signature} at {transaction.BlockTime:yyyy-MM-ddTHH:mm:ssZ}{string.Concat(PaymentsOf(transaction))}");

    private static IEnumerable<string> PaymentsOf(ExecutedTransaction transaction)
    {
        foreach (var (recipient, lamports) in transaction.SolPayments)
        {
            yield return $", {lamports} lamports to {recipient}";
        }

        foreach (var part in transaction.TokenPayments?.Parts ?? [])
        {
            yield return $", {AmountOf(part, transaction.TokenPayments!)} of {transaction.TokenPayments!.Mint} to {part.Recipient}";
        }

        if (transaction.Memo is { } memo)
        {
            yield return $", memo \"{JsonEncodedText.Encode(memo)}\"";
        }

        if (!transaction.IsPlain)
        {
            yield return ", and more than payments";
        }
    }

    private static TokenQuantity AmountOf(TokenPart part, TokenMovement movement) => TokenQuantity.FromBaseUnits(part.Amount, movement.Decimals);
}
