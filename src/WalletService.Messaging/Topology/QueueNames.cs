namespace WalletService.Messaging.Topology;

/// <summary>The names of queues and exchanges beside those of <see cref="Contracts.Routes"/>. Permanent: operators know them.</summary>
internal static class QueueNames
{
    /// <summary>Alternate exchange of the request exchange: takes what matches no family of routes.</summary>
    public const string UnknownRoute = Contracts.Routes.UnknownRouteExchange;

    /// <summary>Takes requests whose delivery limit was reached or that expired in a queue.</summary>
    public const string DeadLetter = "wallet.dead-letter";

    /// <summary>The families: one queue each, so that a flood of transfers never starves reads.</summary>
    public static IReadOnlyList<string> Families { get; } = ["wallet.management", "wallet.balance", "wallet.transaction"];
}
