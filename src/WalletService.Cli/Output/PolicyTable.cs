using System.Text.Json;
using Spectre.Console;
using WalletService.Contracts.Policies;
using WalletService.Domain.Policies;

namespace WalletService.Cli.Output;

/// <summary>Policies, and what they answer, for people.</summary>
internal static class PolicyTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(IAnsiConsole console, PolicyDetails policy)
    {
        console.MarkupLineInterpolated($"{policy.Scope} {policy.Subject} version {policy.Version}, set by {policy.SetBy} at {Text.Of(policy.SetAt)}");
        console.WriteLine(JsonSerializer.Serialize(policy.Policy, Indented));
    }

    public static void Write(IAnsiConsole console, PolicyList list)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("scope", "subject", "version", "set by", "set at", "hash");
        foreach (var policy in list.Policies)
        {
            table.AddRow(
                policy.Scope,
                Markup.Escape(policy.Subject ?? string.Empty),
                Text.Of((ulong)policy.Version),
                Markup.Escape(policy.SetBy),
                Text.Of(policy.SetAt),
                policy.Hash[..12]);
        }

        console.Write(table);
        if (list.NextCursor is not null)
        {
            console.MarkupLineInterpolated($"[grey]more: --cursor {list.NextCursor}[/]");
        }
    }

    public static void Write(IAnsiConsole console, PolicyVerdict verdict)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("answer", "rule", "actual", "limit", "why");
        foreach (var check in verdict.Checks)
        {
            table.AddRow(
                PolicyNames.Of(check.Answer),
                Markup.Escape(check.Rule),
                Markup.Escape(check.Actual ?? string.Empty),
                Markup.Escape(check.Limit ?? string.Empty),
                Markup.Escape(check.Message));
        }

        console.Write(table);
        console.WriteLine(verdict switch
        {
            PolicyVerdict.Allow => "It is allowed.",
            PolicyVerdict.RequireApproval approval => "It has to be approved: " + string.Join(
                "; ", approval.Demands.Select(demand => $"{demand.Required} of {string.Join(", ", demand.Approvers)}")) + ".",
            _ => "It is denied.",
        });
    }
}
