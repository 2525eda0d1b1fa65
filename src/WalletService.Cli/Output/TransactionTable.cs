using System.Globalization;
using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Output;

/// <summary>Transactions for people.</summary>
internal static class TransactionTable
{
    public static void Write(IAnsiConsole console, TransactionDetails transaction)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "").HideHeaders();
        Add(table, "transaction", transaction.TransactionId);
        Add(table, "request", transaction.RequestId);
        Add(table, "wallet", transaction.WalletId);
        Add(table, "kind", transaction.Kind);
        Add(table, "status", transaction.Status);
        Add(table, "recipient", transaction.Recipient);
        Add(table, "batch", transaction.BatchId);
        Add(table, "lamports", transaction.Lamports);
        Add(table, "fee", transaction.FeeLamports);
        TokenPaymentRows.AddTo(table, transaction.Token);
        Add(table, "memo", transaction.Memo);
        Add(table, "slot", Text.Of(transaction.Slot));
        Add(table, "received", Text.Of(transaction.Times.ReceivedAt));
        Add(table, "signed until", Text.Of(transaction.SignableUntil));
        Add(table, "ended", Text.Of(transaction.Times.EndedAt));
        foreach (var attempt in transaction.Attempts ?? [])
        {
            Add(table, string.Create(CultureInfo.InvariantCulture, $"attempt {attempt.Number}"), $"{attempt.Outcome} {attempt.Signature}");
        }

        foreach (var requirement in transaction.Approval?.Requirements ?? [])
        {
            Add(table, $"approvals ({requirement.Scope})", string.Create(
                CultureInfo.InvariantCulture, $"{requirement.Required} of {string.Join(", ", requirement.Approvers)}"));
        }

        Add(table, "approved by", string.Join(", ", (transaction.Approval?.Given ?? []).Select(given => given.Approver)));
        Add(table, "error", transaction.Error is { } error ? $"{error.Code} {error.Message}" : null);
        console.Write(table);
    }

    public static void Write(IAnsiConsole console, TransactionList list)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("transaction", "received", "kind", "status")
            .AddColumn(new TableColumn("lamports").RightAligned())
            .AddColumns("tokens", "recipient", "request");
        foreach (var transaction in list.Transactions)
        {
            table.AddRow(
                transaction.TransactionId,
                Text.Of(transaction.Times.ReceivedAt),
                transaction.Kind,
                transaction.Status,
                transaction.Lamports ?? "",
                transaction.Token is { } token ? Markup.Escape($"{token.Sent} {token.Mint}") : "",
                transaction.Recipient ?? "",
                Markup.Escape(transaction.RequestId));
        }

        console.Write(table);
        if (list.NextCursor is not null)
        {
            console.MarkupLineInterpolated($"[grey]more: --cursor {list.NextCursor}[/]");
        }
    }

    public static void Write(IAnsiConsole console, SimulationDetails simulation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "").HideHeaders();
        Add(table, "outcome", simulation.Error is null ? "would succeed" : $"would fail: {simulation.Error}");
        Add(table, "wallet", $"{simulation.WalletBeforeLamports} -> {simulation.WalletAfterLamports}");
        Add(table, "fee", simulation.FeeLamports);
        Add(table, "compute units", Text.Of(simulation.UnitsConsumed));
        Add(table, "slot", Text.Of(simulation.Slot));
        console.Write(table);
        foreach (var line in simulation.Logs)
        {
            console.WriteLine(line);
        }
    }

    private static void Add(Table table, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            table.AddRow(name, Markup.Escape(value));
        }
    }
}
