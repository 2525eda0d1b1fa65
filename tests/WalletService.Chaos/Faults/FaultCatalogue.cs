namespace WalletService.Chaos.Faults;

/// <summary>
/// The faults that a campaign draws from. Not among them: anything with which every node lies about finalized history at the same time,
/// which is what the service has to believe somebody about.
/// </summary>
internal static class FaultCatalogue
{
    /// <summary>Each fault with how often it is drawn, how long it lasts (seconds) and how much of it there is.</summary>
    public static IReadOnlyList<FaultEntry> All { get; } =
    [
        new(FaultKind.KillService, FaultTarget.Service, 14, 0, 4, 0, 0),
        new(FaultKind.PauseService, FaultTarget.Service, 8, 6, 13, 0, 0),
        new(FaultKind.StopService, FaultTarget.Service, 3, 0, 3, 0, 0),
        new(FaultKind.KillBroker, FaultTarget.Broker, 3, 0, 3, 0, 0),
        new(FaultKind.KillRedis, FaultTarget.Redis, 3, 0, 5, 0, 0),
        new(FaultKind.HangRedis, FaultTarget.Redis, 2, 1, 5, 0, 0),
        new(FaultKind.KillPostgres, FaultTarget.Postgres, 5, 0, 4, 0, 0),
        new(FaultKind.NodeDropsSends, FaultTarget.Node, 4, 0, 0, 3, 40),
        new(FaultKind.NodeHoldsSends, FaultTarget.Node, 4, 2, 22, 0, 0),
        new(FaultKind.NodeLosesReplies, FaultTarget.Node, 4, 0, 0, 1, 20),
        new(FaultKind.NodeHangs, FaultTarget.Node, 2, 0, 0, 1, 10),
        new(FaultKind.NodeIsSlow, FaultTarget.Node, 2, 2, 8, 100, 1_500),
        new(FaultKind.NodeLimitsRate, FaultTarget.Node, 3, 0, 0, 10, 200),
        new(FaultKind.NodeIsUnavailable, FaultTarget.Node, 3, 0, 0, 10, 100),
        new(FaultKind.NodeIsBehind, FaultTarget.Node, 4, 3, 15, 5, 250),
        new(FaultKind.NodeStatusesAreBehind, FaultTarget.Node, 3, 3, 10, 5, 250),
        new(FaultKind.NodeIsUnhealthy, FaultTarget.Node, 2, 2, 8, 0, 0),
        new(FaultKind.NodeHidesStatuses, FaultTarget.Node, 3, 3, 10, 20, 500),
        new(FaultKind.NodeMutesNotifications, FaultTarget.Node, 1, 3, 10, 0, 0),
        new(FaultKind.NodeDisconnects, FaultTarget.Node, 2, 0, 0, 0, 0),
        new(FaultKind.ChainFreezes, FaultTarget.Chain, 2, 1, 5, 0, 0),
        new(FaultKind.ChainForks, FaultTarget.Chain, 4, 0, 2, 0, 40),
        new(FaultKind.ChainExpiresBlockhashes, FaultTarget.Chain, 2, 0, 0, 0, 0),
        new(FaultKind.ChainIsCrowded, FaultTarget.Chain, 2, 3, 8, 1, 2),
        new(FaultKind.VaultIsUnavailable, FaultTarget.Vault, 2, 1, 8, 0, 0),
        new(FaultKind.VaultLimitsRate, FaultTarget.Vault, 1, 0, 0, 1, 10),
        new(FaultKind.VaultHangs, FaultTarget.Vault, 1, 0, 0, 1, 3),
        new(FaultKind.VaultIsSlow, FaultTarget.Vault, 2, 2, 6, 500, 4_500),
        new(FaultKind.VaultLosesReplies, FaultTarget.Vault, 2, 0, 0, 1, 8),
        new(FaultKind.VaultDamagesAnswers, FaultTarget.Vault, 3, 0, 0, 1, 6),
        new(FaultKind.VaultDeniesPermission, FaultTarget.Vault, 1, 0, 0, 1, 2),
    ];
}

/// <param name="Weight">How often it is drawn, relative to the others.</param>
internal sealed record FaultEntry(
    FaultKind Kind, FaultTarget Target, int Weight, int ShortestSeconds, int LongestSeconds, int LeastAmount, int MostAmount);
