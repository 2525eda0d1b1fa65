using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Output;

/// <summary>A transfer for people.</summary>
internal static class TransferReceipt
{
    public static void Write(IAnsiConsole console, TransferDetails transfer)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "").HideHeaders();
        table.AddRow("transaction", transfer.TransactionId);
        table.AddRow("status", transfer.Status);
        AddIfKnown(table, "signature", transfer.Signature);
        AddIfKnown(table, "lamports", transfer.Lamports);
        AddIfKnown(table, "fee", transfer.FeeLamports);
        TokenPaymentRows.AddTo(table, transfer.Token);
        AddIfKnown(table, "slot", Text.Of(transfer.Slot));
        if (transfer.Balances is { } balances)
        {
            table.AddRow("source", $"{balances.SourceBefore} -> {balances.SourceAfter}");
            table.AddRow("recipient", $"{balances.RecipientBefore} -> {balances.RecipientAfter}");
        }

        AddIfKnown(table, "received", Text.Of(transfer.Times.ReceivedAt));
        AddIfKnown(table, "signed", Text.Of(transfer.Times.SignedAt));
        AddIfKnown(table, "submitted", Text.Of(transfer.Times.SubmittedAt));
        AddIfKnown(table, "confirmed", Text.Of(transfer.Times.ConfirmedAt));
        AddIfKnown(table, "ended", Text.Of(transfer.Times.EndedAt));
        console.Write(table);
    }

    private static void AddIfKnown(Table table, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            table.AddRow(name, value);
        }
    }
}
