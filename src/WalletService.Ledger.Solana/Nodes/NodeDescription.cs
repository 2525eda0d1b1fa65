namespace WalletService.Ledger.Solana.Nodes;

/// <summary>A node as it was configured.</summary>
internal sealed record NodeDescription
{
    /// <summary>For logs, metrics and events: never the address, which may hold a key.</summary>
    public required string Name { get; init; }

    /// <summary>The setting that gave its address, for messages.</summary>
    public required string Setting { get; init; }

    public required Uri RpcUrl { get; init; }

    public Uri? WebSocketUrl { get; init; }

    public NodeRole Role { get; init; }

    public int Weight { get; init; } = 1;

    public int? MaximumRequestsPerSecond { get; init; }

    public int? MaximumConcurrency { get; init; }

    /// <summary>All nodes of either form of the settings, with names of their own.</summary>
    public static IReadOnlyList<NodeDescription> AllOf(SolanaOptions options)
    {
        if (options.Nodes.Count == 0)
        {
            return
            [
                new NodeDescription
                {
                    Name = options.RpcUrl!.Authority,
                    Setting = "Solana:RpcUrl",
                    RpcUrl = options.RpcUrl,
                    WebSocketUrl = options.WebSocketUrl,
                },
            ];
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. options.Nodes.Select((node, index) => Of(node, index, names))];
    }

    private static NodeDescription Of(SolanaNodeSettings node, int index, HashSet<string> names)
    {
        var wanted = string.IsNullOrEmpty(node.Name) ? node.RpcUrl!.Authority : node.Name;

        // Two nodes of a provider may differ only in the part of the address that is not shown.
        var name = names.Add(wanted) ? wanted : $"{wanted}#{index}";
        names.Add(name);
        return new NodeDescription
        {
            Name = name,
            Setting = $"Solana:Nodes:{index}:RpcUrl",
            RpcUrl = node.RpcUrl!,
            WebSocketUrl = node.WebSocketUrl,
            Role = node.Role,
            Weight = node.Weight,
            MaximumRequestsPerSecond = node.MaximumRequestsPerSecond,
            MaximumConcurrency = node.MaximumConcurrency,
        };
    }
}
