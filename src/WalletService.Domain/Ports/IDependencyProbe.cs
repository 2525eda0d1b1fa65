namespace WalletService.Domain.Ports;

/// <summary>Tells the state of one outside dependency for <c>/health</c>. Cheap: called every few seconds, and never throws for an outage.</summary>
public interface IDependencyProbe
{
    /// <summary>Stable name in <c>/health</c>: <c>kms</c>, <c>solana-rpc</c>, <c>postgres</c>, <c>redis</c>, <c>messaging</c>.</summary>
    string Name { get; }

    /// <summary>Whether the service can take work without it; an essential dependency that is down makes <c>/ready</c> fail.</summary>
    bool Essential { get; }

    Task<DependencyState> ProbeAsync(CancellationToken cancellationToken);
}

/// <param name="Healthy">Whether the dependency answers.</param>
/// <param name="Detail">One sentence for an operator; no secrets.</param>
public sealed record DependencyState(bool Healthy, string Detail);
