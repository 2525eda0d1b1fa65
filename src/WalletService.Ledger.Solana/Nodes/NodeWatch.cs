using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// Looks at every node about once a second and keeps what is thought of it. Starts before all else that asks nodes: a node of another
/// cluster ends the start.
/// </summary>
internal sealed class NodeWatch(
    IReadOnlyList<SolanaNode> nodes,
    ClusterCheck cluster,
    ClusterTip tip,
    NodeAnnouncer announcer,
    IOptions<SolanaOptions> options,
    TimeProvider time,
    ILogger<NodeWatch> logger) : BackgroundService
{
    /// <summary>A look is not waited for any longer: one node that hangs must not blind the service to the others.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    private NodeRole serving = NodeRole.Primary;

    /// <exception cref="InvalidOperationException">A node belongs to another cluster.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await cluster.VerifyAllAsync(cancellationToken);
        await TryLookAtAllAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.NodeCheckInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryLookAtAllAsync(stoppingToken);
        }
    }

    private async Task TryLookAtAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAtAllAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a node has answered must not end the watch, and with it the host.
            logger.LookFailed(exception);
        }
    }

    private async Task LookAtAllAsync(CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(nodes.Select(node => LookAsync(node, cancellationToken)));

        // Only now is it known which node is the best.
        tip.Slot = looks.Max(look => look.Slot) ?? 0;
        foreach (var (node, look) in nodes.Zip(looks))
        {
            var behind = look.Slot is { } slot ? tip.Slot - slot : 0;
            Note(node, look with { SlotsBehind = behind });
        }

        NoteRole();
    }

    private async Task<NodeLook> LookAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LongestLook, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (await cluster.VerifyAsync(node, either.Token) is { } reason)
            {
                return new NodeLook { NoAnswer = reason };
            }

            var health = node.CallAsync("getHealth", (client, token) => client.GetHealthAsync(token), either.Token, mayExceedLimits: true);
            var slot = node.CallAsync(
                "getSlot",
                (client, token) => client.GetSlotAsync(RpcCommitment.Confirmed, minContextSlot: null, token),
                either.Token,
                mayExceedLimits: true);
            await Task.WhenAll(health, slot);
            return new NodeLook
            {
                SaysHealthy = (await health).IsHealthy,
                Slot = await slot,
                FailureShare = node.Vitals.Traffic.FailureShare,
                UsualTime = node.Vitals.Traffic.UsualTime,
            };
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            var isPaused = exception is NodeUnavailableException { RetryAfter: not null };
            return new NodeLook { NoAnswer = exception.Message, IsHeldBack = isPaused };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            node.Vitals.Traffic.Failed();
            return new NodeLook { NoAnswer = $"it did not answer within {LongestLook.TotalSeconds:0.###} s" };
        }
    }

    private void Note(SolanaNode node, NodeLook look)
    {
        var (before, after) = node.Vitals.Note(look);
        if (before == after)
        {
            return;
        }

        if (after == NodeState.Down)
        {
            cluster.Doubt(node);
        }

        var fault = node.Vitals.Fault?.TrimEnd('.');
        announcer.Announce(after switch
        {
            NodeState.Healthy => NodeChange.Of(node, "recovered", $"{node.Name} is healthy again."),
            NodeState.Degraded => NodeChange.Of(node, "degraded", $"{node.Name} is degraded: {fault}."),
            NodeState.Down => NodeChange.Of(node, "down", $"{node.Name} is down: {fault}."),
        });
    }

    /// <summary>Tells when the work moves from primary nodes to backups, and when it moves back.</summary>
    private void NoteRole()
    {
        var usable = nodes.Where(node => node.Vitals.IsVerified && node.Vitals.State != NodeState.Down).ToList();
        if (usable.Count == 0 || NodeOrder.Arrange(usable, () => 0.5)[0] is not { } first || first.Role == serving)
        {
            return;
        }

        serving = first.Role;
        announcer.Announce(serving switch
        {
            NodeRole.Primary => NodeChange.Of(first, "failedBack", $"{first.Name} and other primary nodes do the work again."),
            NodeRole.Backup => NodeChange.Of(first, "failedOver", $"No primary node is healthy; {first.Name} and other backups do the work."),
        });
    }
}
