using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>
/// What a policy says; what it leaves out it does not restrict. <c>docs/policy.md</c> describes every rule, and
/// <c>docs/policy.schema.json</c> the JSON, which <see cref="PolicyDocumentReader"/> reads.
/// </summary>
public sealed record PolicyDocument
{
    /// <summary>The version of the form, not of a policy.</summary>
    public const int FormVersion = 1;

    /// <summary>The only kinds of request that are served; null for all.</summary>
    public IReadOnlyList<PolicyRequestKind>? Requests { get; init; }

    /// <summary>The most that one transaction may move.</summary>
    public IReadOnlyList<AmountLimit> PerTransaction { get; init; } = [];

    /// <summary>The most that may be moved within a rolling time.</summary>
    public IReadOnlyList<SpendingWindow> Windows { get; init; } = [];

    /// <summary>Who may be paid.</summary>
    public AllowList<SolanaAddress>? Recipients { get; init; }

    /// <summary>Recipients that are not known for long.</summary>
    public NewRecipientRule? NewRecipients { get; init; }

    /// <summary>Which programs a caller's transaction may call.</summary>
    public AllowList<SolanaAddress>? Programs { get; init; }

    /// <summary>Which assets may leave; SOL is one of them.</summary>
    public AllowList<Asset>? Mints { get; init; }

    /// <summary>When requests are served.</summary>
    public AllowedHours? Hours { get; init; }

    /// <summary>What follows from dangers in callers' transactions, by name.</summary>
    public IReadOnlyDictionary<string, PolicyAnswer> Findings { get; init; } = new Dictionary<string, PolicyAnswer>(StringComparer.Ordinal);

    /// <summary>What follows from what is unusual, by name.</summary>
    public IReadOnlyDictionary<string, PolicyAnswer> Signals { get; init; } = new Dictionary<string, PolicyAnswer>(StringComparer.Ordinal);

    /// <summary>What follows when the risk check asks for a review; null for an approval where there are approvers, else a refusal.</summary>
    public PolicyAnswer? RiskReview { get; init; }

    /// <summary>Callers' transactions have to come with a declaration of what they move.</summary>
    public bool RequiresDeclaration { get; init; }

    /// <summary>Who approves, and what needs it beside the rules that answer so.</summary>
    public ApprovalRule? Approvals { get; init; }
}

/// <summary>What follows from a rule; the greater is the stricter.</summary>
public enum PolicyAnswer
{
    Allow,
    Approval,
    Deny,
}

/// <param name="Maximum">Base units.</param>
public sealed record AmountLimit(Asset Asset, ulong Maximum);

/// <summary>What may be moved within a time that ends now.</summary>
/// <param name="Asset">Null for all together, which only <paramref name="Count"/> can limit.</param>
/// <param name="Length">A second at least, 31 days at most.</param>
/// <param name="Maximum">Base units; null for no limit.</param>
/// <param name="Count">Transactions; null for no limit.</param>
public sealed record SpendingWindow(Asset? Asset, TimeSpan Length, ulong? Maximum, int? Count)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);
}

/// <param name="Allowed">The only ones; null for all.</param>
/// <param name="Denied">None of these, even when they are allowed.</param>
/// <param name="Others">What follows for one that is not among <paramref name="Allowed"/>.</param>
public sealed record AllowList<T>(IReadOnlyList<T>? Allowed, IReadOnlyList<T> Denied, PolicyAnswer Others);

/// <param name="Delay">How long a recipient counts as new after it became known.</param>
/// <param name="Answer">What follows for one that is new.</param>
public sealed record NewRecipientRule(TimeSpan Delay, PolicyAnswer Answer);

/// <param name="TimeZone">The zone of the clock's times.</param>
/// <param name="From">The first minute; with <paramref name="To"/> before it, the hours go over midnight.</param>
/// <param name="To">The first minute that is outside again.</param>
/// <param name="Days">The days on which the hours begin.</param>
/// <param name="Outside">What follows at other times.</param>
public sealed record AllowedHours(TimeZoneInfo TimeZone, TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days, PolicyAnswer Outside)
{
    public bool Contains(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, TimeZone);
        var clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (From < To)
        {
            return Days.Contains(local.DayOfWeek) && clock >= From && clock < To;
        }

        // What began yesterday evening may last until this morning.
        return (clock >= From && Days.Contains(local.DayOfWeek)) || (clock < To && Days.Contains(local.AddDays(-1).DayOfWeek));
    }
}

/// <param name="Approvers">The names of callers, each of which may approve once.</param>
/// <param name="Required">How many of them have to; 1 to all of them.</param>
/// <param name="Expiry">How long is waited for them.</param>
/// <param name="Above">A transaction that moves more of an asset than this needs them.</param>
public sealed record ApprovalRule(IReadOnlyList<CallerId> Approvers, int Required, TimeSpan Expiry, IReadOnlyList<AmountLimit> Above);
