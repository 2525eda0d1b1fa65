using System.Globalization;

namespace WalletService.Domain.Policies;

/// <summary>The rules of one policy, each compared with the subject.</summary>
internal sealed class PolicyRules(Policy policy, PolicySubject subject, PolicySpending spending)
{
    private readonly PolicyDocument document = policy.Document;

    public static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);

    public IEnumerable<PolicyCheck> Check() =>
    [
        .. Requests(), .. PerTransaction(), .. Windows(), .. Recipients(), .. NewRecipients(), .. Programs(), .. Mints(), .. Hours(),
        .. Findings(), .. Signals(), .. RiskReview(), .. Declaration(), .. ApprovalsAbove(),
    ];

    private IEnumerable<PolicyCheck> Requests()
    {
        if (document.Requests is { } served)
        {
            var kind = PolicyNames.Of(subject.Kind);
            yield return Compare("requests", served.Contains(subject.Kind), $"Requests of the kind {kind} are not served.", kind);
        }
    }

    private IEnumerable<PolicyCheck> PerTransaction()
    {
        for (var index = 0; index < document.PerTransaction.Count; index++)
        {
            var limit = document.PerTransaction[index];
            foreach (var (_, amount) in subject.Totals().Where(total => total.Asset == limit.Asset))
            {
                yield return Compare(
                    $"perTransaction[{index}].maximum",
                    amount <= limit.Maximum,
                    $"One transaction may move at most {limit.Maximum} base units of {limit.Asset}; this one moves {amount}.",
                    Text(amount),
                    Text(limit.Maximum));
            }
        }
    }

    private IEnumerable<PolicyCheck> Windows()
    {
        for (var index = 0; index < document.Windows.Count; index++)
        {
            var window = document.Windows[index];
            var moving = subject.Totals().Where(total => window.Asset is null || total.Asset == window.Asset).ToArray();
            if (moving.Length == 0)
            {
                continue;
            }

            var before = spending.Within(policy.Scope, window);
            var seconds = Text((long)window.Length.TotalSeconds);
            if (window.Maximum is { } maximum)
            {
                var after = before.Amount + moving[0].Amount;
                yield return Compare(
                    $"windows[{index}].maximum",
                    after <= maximum,
                    $"Within {seconds} seconds at most {maximum} base units of {window.Asset} may be moved; with this it would be {after}.",
                    Text(after),
                    Text(maximum));
            }

            if (window.Count is { } count)
            {
                yield return Compare(
                    $"windows[{index}].count",
                    before.Count < count,
                    $"Within {seconds} seconds at most {count} transactions may be made; this would be number {before.Count + 1}.",
                    Text(before.Count + 1),
                    Text(count));
            }
        }
    }

    private IEnumerable<PolicyCheck> Recipients() => document.Recipients is not { } rule
        ? []
        : subject.Movements.Select(movement => movement.Recipient).Distinct().Select(recipient => recipient is null
            ? Answer("recipients", PolicyAnswer.Deny, "Who is paid can't be told, and recipients are restricted.")
            : Listed("recipients", rule, recipient, $"The recipient {recipient}"));

    private IEnumerable<PolicyCheck> NewRecipients()
    {
        if (document.NewRecipients is not { } rule)
        {
            yield break;
        }

        foreach (var movement in subject.Movements.DistinctBy(movement => movement.Recipient))
        {
            var known = movement.RecipientKnownSince is { } since ? subject.At - since : TimeSpan.Zero;
            var isNew = movement.RecipientKnownSince is null || known < rule.Delay;
            yield return Answer(
                "newRecipients",
                isNew ? rule.Answer : PolicyAnswer.Allow,
                $"The recipient {movement.Recipient?.Value ?? "is not told and"} counts as new for {Text((long)rule.Delay.TotalSeconds)} seconds.",
                Text((long)known.TotalSeconds),
                Text((long)rule.Delay.TotalSeconds));
        }
    }

    private IEnumerable<PolicyCheck> Programs() => document.Programs is not { } rule
        ? []
        : subject.Programs.Distinct().Select(program => Listed("programs", rule, program, $"The program {program}"));

    private IEnumerable<PolicyCheck> Mints() => document.Mints is not { } rule
        ? []
        : subject.Totals().Select(total => Listed("mints", rule, total.Asset, $"The asset {total.Asset}"));

    private IEnumerable<PolicyCheck> Hours()
    {
        if (document.Hours is { } hours)
        {
            var clock = TimeZoneInfo.ConvertTime(subject.At, hours.TimeZone).ToString("dddd HH:mm", CultureInfo.InvariantCulture);
            var limit = string.Create(CultureInfo.InvariantCulture, $"{hours.From:HH:mm} to {hours.To:HH:mm} {hours.TimeZone.Id}");
            yield return Answer(
                "hours", hours.Contains(subject.At) ? PolicyAnswer.Allow : hours.Outside, $"It is {clock}; requests are served {limit}.", clock, limit);
        }
    }

    private IEnumerable<PolicyCheck> Findings() => subject.Findings
        .Where(finding => document.Findings.ContainsKey(finding.Name))
        .Select(finding => Answer($"findings.{finding.Name}", document.Findings[finding.Name], finding.Detail, finding.Name));

    private IEnumerable<PolicyCheck> Signals() => subject.Signals
        .Where(document.Signals.ContainsKey)
        .Select(signal => Answer($"signals.{signal}", document.Signals[signal], $"The signal {signal} was raised.", signal));

    private IEnumerable<PolicyCheck> RiskReview()
    {
        if (subject.Risk == RiskVerdict.Review && document.RiskReview is { } answer)
        {
            yield return Answer("risk.review", answer, "The risk check asks for a review.", "review");
        }
    }

    private IEnumerable<PolicyCheck> Declaration()
    {
        if (document.RequiresDeclaration)
        {
            yield return Compare("declaration", subject.IsDeclared, "What the transaction moves has to be declared.");
        }
    }

    private IEnumerable<PolicyCheck> ApprovalsAbove()
    {
        var limits = document.Approvals?.Above ?? [];
        for (var index = 0; index < limits.Count; index++)
        {
            var limit = limits[index];
            foreach (var (_, amount) in subject.Totals().Where(total => total.Asset == limit.Asset))
            {
                yield return Answer(
                    $"approvals.above[{index}]",
                    amount > limit.Maximum ? PolicyAnswer.Approval : PolicyAnswer.Allow,
                    $"More than {limit.Maximum} base units of {limit.Asset} have to be approved; this moves {amount}.",
                    Text(amount),
                    Text(limit.Maximum));
            }
        }
    }

    private PolicyCheck Listed<T>(string rule, AllowList<T> list, T item, string what)
        where T : notnull => list.Denied.Contains(item)
            ? Answer($"{rule}.deny", PolicyAnswer.Deny, $"{what} is denied.", item.ToString())
            : list.Allowed is null
                ? Answer($"{rule}.deny", PolicyAnswer.Allow, $"{what} is not denied.", item.ToString())
                : Answer(
                    $"{rule}.allow",
                    list.Allowed.Contains(item) ? PolicyAnswer.Allow : list.Others,
                    $"{what} is {(list.Allowed.Contains(item) ? string.Empty : "not ")}among those that are allowed.",
                    item.ToString());

    private PolicyCheck Compare(string rule, bool passes, string message, string? actual = null, string? limit = null) =>
        Answer(rule, passes ? PolicyAnswer.Allow : PolicyAnswer.Deny, message, actual, limit);

    private PolicyCheck Answer(string rule, PolicyAnswer answer, string message, string? actual = null, string? limit = null) =>
        new(rule, policy.Scope, policy.Version, answer, message, actual, limit);
}
