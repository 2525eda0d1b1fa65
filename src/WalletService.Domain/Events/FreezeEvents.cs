using WalletService.Domain.Freezes;

namespace WalletService.Domain.Events;

/// <summary>What administrators have frozen and thawed: events of the service itself.</summary>
public static class FreezeEvents
{
    private static readonly EventKind<FreezeEventData> ScopeFrozen =
        new(EventTopics.Errors, "scope.frozen", EventDataJson.Default.FreezeEventData);

    private static readonly EventKind<FreezeEventData> ScopeUnfrozen =
        new(EventTopics.Errors, "scope.unfrozen", EventDataJson.Default.FreezeEventData);

    internal static IReadOnlyList<EventKind> Kinds { get; } = [ScopeFrozen, ScopeUnfrozen];

    public static EventDraft Frozen(Freeze freeze) => ScopeFrozen.Tell(new FreezeEventData(
        EventSeverities.Critical, freeze.Target.ScopeName, SubjectOf(freeze), freeze.FrozenBy, freeze.Reason));

    public static EventDraft Unfrozen(Freeze lifted, string liftedBy, string reason) => ScopeUnfrozen.Tell(new FreezeEventData(
        EventSeverities.Info, lifted.Target.ScopeName, SubjectOf(lifted), liftedBy, reason));

    private static string? SubjectOf(Freeze freeze) => freeze.Target.Subject.Length > 0 ? freeze.Target.Subject : null;
}
