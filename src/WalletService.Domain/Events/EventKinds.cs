namespace WalletService.Domain.Events;

/// <summary>Every kind of event that the service publishes.</summary>
public static class EventKinds
{
    public static IReadOnlyList<EventKind> All { get; } =
    [
        .. WalletEvents.Kinds, .. TransferEvents.Kinds, .. BatchEvents.Kinds, .. PortfolioEvents.Kinds, .. DepositEvents.Kinds,
        .. ErrorEvents.Kinds, .. FreezeEvents.Kinds, .. NetworkEvents.Kinds,
    ];
}
