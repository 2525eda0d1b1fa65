using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>A made-up request, to try a document on without a service: <c>docs/policy.md</c> has examples.</summary>
/// <param name="Subject">What is judged.</param>
/// <param name="Spent">What was moved before within windows of this asset (null for all) and length.</param>
public sealed record PolicyQuestion(PolicySubject Subject, IReadOnlyDictionary<(Asset? Asset, TimeSpan Length), SpendingTotal> Spent)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private static readonly IReadOnlyDictionary<string, RiskVerdict> Risks =
        Enum.GetValues<RiskVerdict>().ToDictionary(PolicyNames.Of, StringComparer.Ordinal);

    /// <summary>Reads it as strictly as a document.</summary>
    /// <param name="now">When it is judged, unless it says so itself.</param>
    public static bool TryRead(
        string json, DateTimeOffset now, [NotNullWhen(true)] out PolicyQuestion? question, [NotNullWhen(false)] out PolicyFault? fault)
    {
        question = null;
        fault = null;
        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            question = Read(new PolicyElement(parsed.RootElement, string.Empty), now);
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

    /// <summary>Judges it by the document, as if that were the only policy.</summary>
    public PolicyVerdict By(PolicyDocument document)
    {
        var policy = new Policy(PolicyScope.Global, Version: 1, PolicyDocumentWriter.HashOf(document), document);
        var totals = document.Windows.DistinctBy(window => (window.Asset, window.Length)).ToDictionary(
            window => (PolicyScope.Global, window.Asset, window.Length), window => Spent.GetValueOrDefault((window.Asset, window.Length)));
        return PolicyEvaluator.Evaluate(Subject, [policy], new PolicySpending(totals));
    }

    private static PolicyQuestion Read(PolicyElement root, DateTimeOffset now)
    {
        // "answer" and "rule" are what an example expects; whoever tries the document reads them.
        var fields = root.Fields(
            "kind", "caller", "userId", "walletId", "movements", "programs", "findings", "signals", "risk", "declared", "at", "spent",
            "answer", "rule");
        var subject = new PolicySubject
        {
            Kind = fields.Get("kind").Word(PolicyNames.Requests),
            Caller = fields.Find("caller")?.Parsed<CallerId>(CallerId.TryParse, "is the name of a caller") ?? CallerId.Unidentified,
            UserId = fields.Find("userId")?.Parsed<UserId>(UserId.TryParse, "is a user's id") ?? UserId.Parse("somebody"),
            WalletId = fields.Find("walletId")?.Parsed<WalletId>(WalletId.TryParse, "is a wallet's id") ?? WalletId.From(Guid.Empty),
            Movements = [.. Items(fields, "movements").Select(MovementOf)],
            Programs = [.. Items(fields, "programs").Select(AddressOf)],
            Findings = [.. Items(fields, "findings").Select(item => new PolicyFinding(item.Text(), $"It has the finding {item.Text()}."))],
            Signals = [.. Items(fields, "signals").Select(item => item.Text())],
            Risk = fields.Find("risk")?.Word(Risks) ?? RiskVerdict.NotAsked,
            IsDeclared = fields.Find("declared") is not { } declared || declared.Text() == "yes",
            At = fields.Find("at") is { } at ? TimeOf(at) : now,
        };
        return new PolicyQuestion(
            subject,
            Items(fields, "spent").Select(SpentOf).ToDictionary(spent => (spent.Asset, spent.Length), spent => spent.Total));
    }

    private static IReadOnlyList<PolicyElement> Items(PolicyFields fields, string name) => fields.Find(name)?.Items() ?? [];

    private static AssetMovement MovementOf(PolicyElement element)
    {
        var fields = element.Fields("asset", "amount", "recipient", "knownSince");
        return new AssetMovement(
            AssetOf(fields.Get("asset")),
            fields.Get("amount").Amount(),
            fields.Find("recipient") is { } recipient ? AddressOf(recipient) : null)
        {
            RecipientKnownSince = fields.Find("knownSince") is { } since ? TimeOf(since) : null,
        };
    }

    private static (Asset? Asset, TimeSpan Length, SpendingTotal Total) SpentOf(PolicyElement element)
    {
        var fields = element.Fields("asset", "seconds", "amount", "count");
        return (
            fields.Find("asset") is { } asset ? AssetOf(asset) : null,
            TimeSpan.FromSeconds(fields.Get("seconds").Whole(1, (long)SpendingWindow.Longest.TotalSeconds)),
            new SpendingTotal(fields.Find("amount")?.Amount() ?? 0, fields.Find("count")?.Whole(0, long.MaxValue) ?? 0));
    }

    private static Asset AssetOf(PolicyElement element) => element.Parsed<Asset>(Asset.TryParse, "is SOL or the address of a mint");

    private static SolanaAddress AddressOf(PolicyElement element) =>
        element.Parsed<SolanaAddress>(SolanaAddress.TryParse, "is a Solana address");

    private static DateTimeOffset TimeOf(PolicyElement element) =>
        DateTimeOffset.TryParse(element.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : element.Refuse<DateTimeOffset>("is a time such as 2026-03-04T11:00:00Z");
}
