namespace WalletService.Domain.Events;

/// <summary>What becomes of the nodes through which the service reaches the chain.</summary>
public static class NetworkEvents
{
    private static readonly Dictionary<string, EventKind<NodeEventData>> ByWhat =
        new[] { "degraded", "down", "failedBack", "failedOver", "recovered", "refused" }.ToDictionary(
            what => what,
            what => new EventKind<NodeEventData>(EventTopics.Network, $"node.{what}", EventDataJson.Default.NodeEventData),
            StringComparer.Ordinal);

    internal static IReadOnlyList<EventKind> Kinds { get; } = [.. ByWhat.Values];

    /// <param name="what">
    /// <c>recovered</c>, <c>degraded</c>, <c>down</c>, <c>refused</c> (it belongs to another cluster), <c>failedOver</c> or <c>failedBack</c>.
    /// </param>
    /// <param name="node">Its name, which says nothing of how it is reached.</param>
    /// <param name="role"><c>primary</c> or <c>backup</c>.</param>
    /// <param name="reason">One sentence for an operator.</param>
    public static EventDraft Node(string what, string node, string role, string reason) =>
        ByWhat[what].Tell(new NodeEventData(node, role, reason));
}
