using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Output;

/// <summary>Events for people: one line each.</summary>
internal static class EventLines
{
    public static void Write(IAnsiConsole console, WalletEvent item)
    {
        var wallet = item is { WalletId: { } id, Sequence: { } sequence }
            ? string.Create(CultureInfo.InvariantCulture, $" {id}#{sequence}")
            : string.Empty;
        var data = string.Join(' ', item.Data.EnumerateObject().Select(field => $"{field.Name}={TextOf(field.Value)}"));
        console.MarkupLineInterpolated($"[grey]{Text.Of(item.OccurredAt)}[/] [{ColorOf(item)}]{item.Topic}.{item.Type}[/]{wallet} [grey]{data}[/]");
    }

    public static void Write(IAnsiConsole console, EventReplay page)
    {
        if (page.Events.Count == 0)
        {
            console.WriteLine("There are no such events.");
        }

        foreach (var item in page.Events)
        {
            Write(console, item);
        }

        if (page.NextSequence is { } next)
        {
            console.MarkupLineInterpolated($"[grey]more: --from {next}[/]");
        }
    }

    private static string ColorOf(WalletEvent item) => item switch
    {
        { Topic: "error-events" } or { Type: "failed" or "rejected" or "expired" } => "red",
        { Type: "finalized" or "deposit.received" } => "green",
        _ => "default",
    };

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
