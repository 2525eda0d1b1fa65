using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WalletService.Domain.Policies;

/// <summary>
/// Writes a policy in its canonical form: two texts that mean the same have the same one. Amount limits and windows keep their order,
/// because explanations number them.
/// </summary>
public static class PolicyDocumentWriter
{
    /// <summary>SHA-256 of the canonical form, lower-case hex.</summary>
    public static string HashOf(PolicyDocument document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(document))));

    public static string Write(PolicyDocument document)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("form", PolicyDocument.FormVersion);
            WriteWords(json, "requests", document.Requests?.Select(PolicyNames.Of));
            WriteLimits(json, "perTransaction", document.PerTransaction, "maximum");
            WriteWindows(json, document.Windows);
            WriteList(json, "recipients", document.Recipients);
            WriteNewRecipients(json, document.NewRecipients);
            WriteList(json, "programs", document.Programs);
            WriteList(json, "mints", document.Mints);
            WriteHours(json, document.Hours);
            WriteAnswers(json, "findings", document.Findings);
            WriteAnswers(json, "signals", document.Signals);
            if (document.RiskReview is { } review)
            {
                json.WriteStartObject("risk");
                json.WriteString("review", PolicyNames.Of(review));
                json.WriteEndObject();
            }

            if (document.RequiresDeclaration)
            {
                json.WriteString("declaration", "required");
            }

            WriteApprovals(json, document.Approvals);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteLimits(Utf8JsonWriter json, string name, IReadOnlyList<AmountLimit> limits, string amount)
    {
        if (limits.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var limit in limits)
        {
            json.WriteStartObject();
            json.WriteString("asset", limit.Asset.ToString());
            json.WriteString(amount, Text(limit.Maximum));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWindows(Utf8JsonWriter json, IReadOnlyList<SpendingWindow> windows)
    {
        if (windows.Count == 0)
        {
            return;
        }

        json.WriteStartArray("windows");
        foreach (var window in windows)
        {
            json.WriteStartObject();
            if (window.Asset is { } asset)
            {
                json.WriteString("asset", asset.ToString());
            }

            json.WriteNumber("seconds", (long)window.Length.TotalSeconds);
            if (window.Maximum is { } maximum)
            {
                json.WriteString("maximum", Text(maximum));
            }

            if (window.Count is { } count)
            {
                json.WriteNumber("count", count);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, AllowList<T>? list)
        where T : notnull
    {
        if (list is null)
        {
            return;
        }

        json.WriteStartObject(name);
        WriteWords(json, "allow", list.Allowed?.Select(item => item.ToString()!));
        if (list.Denied.Count > 0)
        {
            WriteWords(json, "deny", list.Denied.Select(item => item.ToString()!));
        }

        if (list.Allowed is not null)
        {
            json.WriteString("others", PolicyNames.Of(list.Others));
        }

        json.WriteEndObject();
    }

    private static void WriteNewRecipients(Utf8JsonWriter json, NewRecipientRule? rule)
    {
        if (rule is not null)
        {
            json.WriteStartObject("newRecipients");
            json.WriteNumber("delaySeconds", (long)rule.Delay.TotalSeconds);
            json.WriteString("answer", PolicyNames.Of(rule.Answer));
            json.WriteEndObject();
        }
    }

    private static void WriteHours(Utf8JsonWriter json, AllowedHours? hours)
    {
        if (hours is not null)
        {
            json.WriteStartObject("hours");
            json.WriteString("timeZone", hours.TimeZone.Id);
            json.WriteString("from", hours.From.ToString("HH:mm", CultureInfo.InvariantCulture));
            json.WriteString("to", hours.To.ToString("HH:mm", CultureInfo.InvariantCulture));
            WriteWords(json, "days", hours.Days.Select(PolicyNames.Of));
            json.WriteString("outside", PolicyNames.Of(hours.Outside));
            json.WriteEndObject();
        }
    }

    private static void WriteAnswers(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, PolicyAnswer> answers)
    {
        if (answers.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (word, answer) in answers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(word, PolicyNames.Of(answer));
        }

        json.WriteEndObject();
    }

    private static void WriteApprovals(Utf8JsonWriter json, ApprovalRule? rule)
    {
        if (rule is not null)
        {
            json.WriteStartObject("approvals");
            WriteWords(json, "approvers", rule.Approvers.Select(approver => approver.Value));
            json.WriteNumber("required", rule.Required);
            json.WriteNumber("expiresAfterSeconds", (long)rule.Expiry.TotalSeconds);
            WriteLimits(json, "above", rule.Above, "amount");
            json.WriteEndObject();
        }
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string>? words)
    {
        if (words is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private static string Text(ulong amount) => amount.ToString(CultureInfo.InvariantCulture);
}
