using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>Reads a policy's JSON strictly: what it does not know it refuses, because a rule that is misspelt would protect nobody.</summary>
public static class PolicyDocumentReader
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaximumLength = 64 * 1024;

    private const string AssetRule = "is SOL or the address of a mint";
    private const string AddressRule = "is a Solana address";
    private const long SecondsOfYear = 366 * 86_400;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static bool TryRead(string json, [NotNullWhen(true)] out PolicyDocument? document, [NotNullWhen(false)] out PolicyFault? fault)
    {
        document = null;
        fault = null;
        if (json.Length > MaximumLength)
        {
            fault = new PolicyFault(string.Empty, $"has at most {MaximumLength} characters");
            return false;
        }

        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            document = Read(new PolicyElement(parsed.RootElement, string.Empty));
            return true;
        }
        catch (JsonException exception)
        {
            fault = new PolicyFault(string.Empty, $"is JSON without repeated fields (line {exception.LineNumber + 1})");
        }
        catch (PolicyFaultException exception)
        {
            fault = exception.Fault;
        }

        return false;
    }

    private static PolicyDocument Read(PolicyElement root)
    {
        var fields = root.Fields(
            "form", "requests", "perTransaction", "windows", "recipients", "newRecipients", "programs", "mints", "hours", "findings",
            "signals", "risk", "declaration", "approvals");
        _ = fields.Get("form").Whole(PolicyDocument.FormVersion, PolicyDocument.FormVersion);
        if (fields.Find("declaration") is { } declaration && declaration.Text() != "required")
        {
            declaration.Refuse<string>("is \"required\" or left out");
        }

        var document = new PolicyDocument
        {
            Requests = fields.Find("requests") is { } requests
                ? [.. requests.Items().Select(item => item.Word(PolicyNames.Requests)).Distinct().Order()]
                : null,
            PerTransaction = fields.Find("perTransaction") is { } limits ? [.. limits.Items().Select(item => LimitOf(item, "maximum"))] : [],
            Windows = fields.Find("windows") is { } windows ? [.. windows.Items().Select(WindowOf)] : [],
            Recipients = fields.Find("recipients") is { } recipients ? Addresses(recipients) : null,
            NewRecipients = fields.Find("newRecipients") is { } newcomers ? NewRecipientsOf(newcomers) : null,
            Programs = fields.Find("programs") is { } programs ? Addresses(programs) : null,
            Mints = fields.Find("mints") is { } mints ? ListOf<Asset>(mints, Asset.TryParse, AssetRule) : null,
            Hours = fields.Find("hours") is { } hours ? HoursOf(hours) : null,
            Findings = fields.Find("findings") is { } findings ? AnswersOf(findings) : AnswersOfNone,
            Signals = fields.Find("signals") is { } signals ? AnswersOf(signals) : AnswersOfNone,
            RiskReview = fields.Find("risk") is { } risk ? risk.Fields("review").Get("review").Word(PolicyNames.Answers) : null,
            RequiresDeclaration = fields.Find("declaration") is not null,
            Approvals = fields.Find("approvals") is { } approvals ? ApprovalsOf(approvals) : null,
        };
        if (document.Approvals is null && AnswersApproval(document))
        {
            PolicyElement.Refuse("approvals", "is required, because a rule answers \"approval\"");
        }

        return document;
    }

    private static IReadOnlyDictionary<string, PolicyAnswer> AnswersOfNone { get; } =
        new Dictionary<string, PolicyAnswer>(StringComparer.Ordinal);

    private static bool AnswersApproval(PolicyDocument document) =>
        new[]
        {
            document.Recipients?.Others, document.Programs?.Others, document.Mints?.Others, document.NewRecipients?.Answer,
            document.Hours?.Outside, document.RiskReview,
        }
        .OfType<PolicyAnswer>()
        .Concat(document.Findings.Values)
        .Concat(document.Signals.Values)
        .Contains(PolicyAnswer.Approval);

    private static AmountLimit LimitOf(PolicyElement element, string amount)
    {
        var fields = element.Fields("asset", amount);
        return new AmountLimit(fields.Get("asset").Parsed<Asset>(Asset.TryParse, AssetRule), fields.Get(amount).Amount());
    }

    private static SpendingWindow WindowOf(PolicyElement element)
    {
        var fields = element.Fields("asset", "seconds", "maximum", "count");
        var window = new SpendingWindow(
            fields.Find("asset")?.Parsed<Asset>(Asset.TryParse, AssetRule),
            Seconds(fields.Get("seconds"), (long)SpendingWindow.Longest.TotalSeconds),
            fields.Find("maximum")?.Amount(),
            (int?)fields.Find("count")?.Whole(0, 1_000_000));
        return window switch
        {
            { Maximum: null, Count: null } => element.Refuse<SpendingWindow>("has a maximum, a count, or both"),
            { Asset: null, Maximum: not null } => element.Refuse<SpendingWindow>("has an asset when it has a maximum"),
            _ => window,
        };
    }

    private static AllowList<SolanaAddress> Addresses(PolicyElement element) =>
        ListOf<SolanaAddress>(element, SolanaAddress.TryParse, AddressRule);

    private static AllowList<T> ListOf<T>(PolicyElement element, PolicyElement.TryParse<T> parse, string rule)
        where T : class
    {
        var fields = element.Fields("allow", "deny", "others");
        if (fields.Find("others") is { } others && fields.Find("allow") is null)
        {
            others.Refuse<PolicyAnswer>("is for what is not in \"allow\", which is missing");
        }

        return new AllowList<T>(
            fields.Find("allow") is { } allowed ? Sorted(allowed) : null,
            fields.Find("deny") is { } denied ? Sorted(denied) : [],
            fields.Find("others")?.Word(PolicyNames.Answers) ?? PolicyAnswer.Deny);

        IReadOnlyList<T> Sorted(PolicyElement list) =>
            [.. list.Items().Select(item => item.Parsed(parse, rule)).Distinct().OrderBy(item => item.ToString(), StringComparer.Ordinal)];
    }

    private static NewRecipientRule NewRecipientsOf(PolicyElement element)
    {
        var fields = element.Fields("delaySeconds", "answer");
        return new NewRecipientRule(
            Seconds(fields.Get("delaySeconds"), SecondsOfYear), fields.Find("answer")?.Word(PolicyNames.Answers) ?? PolicyAnswer.Deny);
    }

    private static AllowedHours HoursOf(PolicyElement element)
    {
        var fields = element.Fields("timeZone", "from", "to", "days", "outside");
        return new AllowedHours(
            fields.Find("timeZone")?.Parsed<TimeZoneInfo>(TryFindZone, "is the name of a time zone, e.g. Europe/Berlin") ?? TimeZoneInfo.Utc,
            Minute(fields.Get("from")),
            Minute(fields.Get("to")),
            fields.Find("days") is { } days
                ? [.. days.Items().Select(item => item.Word(PolicyNames.Days)).Distinct().Order()]
                : Enum.GetValues<DayOfWeek>(),
            fields.Find("outside")?.Word(PolicyNames.Answers) ?? PolicyAnswer.Deny);
    }

    private static Dictionary<string, PolicyAnswer> AnswersOf(PolicyElement element) => element.Named().ToDictionary(
        field => field.Name, field => field.Value.Word(PolicyNames.Answers), StringComparer.Ordinal);

    private static ApprovalRule ApprovalsOf(PolicyElement element)
    {
        var fields = element.Fields("approvers", "required", "expiresAfterSeconds", "above");
        CallerId[] approvers =
        [
            .. fields.Get("approvers").Items()
                .Select(item => item.Parsed<CallerId>(CallerId.TryParse, "is the name of a caller"))
                .Distinct()
                .OrderBy(approver => approver.Value, StringComparer.Ordinal),
        ];
        if (approvers.Length == 0)
        {
            fields.Get("approvers").Refuse<CallerId[]>("names one approver at least");
        }

        return new ApprovalRule(
            approvers,
            (int)fields.Get("required").Whole(1, approvers.Length),
            fields.Find("expiresAfterSeconds") is { } expiry ? Seconds(expiry, SecondsOfYear) : TimeSpan.FromDays(1),
            fields.Find("above") is { } above ? [.. above.Items().Select(item => LimitOf(item, "amount"))] : []);
    }

    private static TimeSpan Seconds(PolicyElement element, long most) => TimeSpan.FromSeconds(element.Whole(1, most));

    private static TimeOnly Minute(PolicyElement element) =>
        TimeOnly.TryParseExact(element.Text(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute)
            ? minute
            : element.Refuse<TimeOnly>("is a time of day such as 08:00");

    private static bool TryFindZone(string? name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }
}
