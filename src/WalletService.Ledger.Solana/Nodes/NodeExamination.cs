using System.Globalization;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>Asks every node for its cluster, version, health, slot, and the time of its newest block.</summary>
internal sealed class NodeExamination(IReadOnlyList<SolanaNode> nodes, ClusterIdentity cluster, TimeProvider time) : IExamination
{
    private const ulong ManySlots = 50;

    /// <summary>The validators' clocks are a few seconds late at most, and tell whole seconds.</summary>
    private static readonly TimeSpan MostClockDifference = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(nodes.Select(node => LookAsync(node, cancellationToken)));
        var best = looks.Max(look => look.Slot);
        var observations = looks.Select(look => Of(look, best)).ToList();
        var usable = observations.Count(observation => observation.State != ObservationState.Trouble);
        if (usable == 1)
        {
            observations.Add(Observation.Remark(
                "nodes", "One node can be used.", "Add a second one: a lost transaction is replaced only by the word of two. Runbook: WalletFewNodesLeft."));
        }

        observations.Add(ClockOf(looks));
        return observations;
    }

    private async Task<Look> LookAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        try
        {
            var genesis = await node.CallAsync("getGenesisHash", (client, token) => client.GetGenesisHashAsync(token), cancellationToken, mayExceedLimits: true);
            var version = await node.CallAsync("getVersion", (client, token) => client.GetVersionAsync(token), cancellationToken, mayExceedLimits: true);
            var health = await node.CallAsync("getHealth", (client, token) => client.GetHealthAsync(token), cancellationToken, mayExceedLimits: true);
            var slot = await node.CallAsync(
                "getSlot",
                (client, token) => client.GetSlotAsync(RpcCommitment.Confirmed, minContextSlot: null, token),
                cancellationToken,
                mayExceedLimits: true);
            var at = time.GetUtcNow();
            return new Look(node.Name)
            {
                GenesisHash = genesis.ToString(),
                Version = version.SolanaCore,
                IsHealthy = health.IsHealthy,
                Slot = slot,
                Lead = await TimeOfAsync(node, slot, cancellationToken) - at,
            };
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            return new Look(node.Name) { Fault = exception.Message };
        }
    }

    /// <summary>Null when the node does not tell: some give no times of blocks that are only confirmed.</summary>
    private static async Task<DateTimeOffset?> TimeOfAsync(SolanaNode node, ulong slot, CancellationToken cancellationToken)
    {
        try
        {
            var seconds = await node.CallAsync(
                "getBlockTime", (client, token) => client.GetBlockTimeAsync(slot, token), cancellationToken, mayExceedLimits: true);
            return seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            return null;
        }
    }

    /// <summary>By the newest block of the right cluster, whichever node has it.</summary>
    private Observation ClockOf(IEnumerable<Look> looks)
    {
        const string Subject = "clock.chain";
        if (looks.Where(look => look.GenesisHash is { } genesis && cluster.Accepts(genesis)).Max(look => look.Lead) is not { } lead)
        {
            return Observation.Remark(Subject, "No node tells the time of its newest block.", "Look after the nodes first; else compare this machine's clock with another.");
        }

        var detail = string.Create(
            CultureInfo.InvariantCulture, $"The newest block's time is {lead.Duration().TotalSeconds:0} s {(lead < TimeSpan.Zero ? "behind" : "ahead of")} this clock.");
        return lead.Duration() <= MostClockDifference
            ? Observation.Well(Subject, detail)
            : Observation.Trouble(Subject, detail, "Set this machine's clock by NTP; if it is right, the nodes show an old chain. Runbook: The clock is wrong.");
    }

    private Observation Of(Look look, ulong? best)
    {
        var subject = $"node.{look.Name}";
        if (look.Fault is { } fault)
        {
            return Observation.Trouble(subject, fault, "Look at the provider's status, and at the way there. Runbook: WalletNodesDown.");
        }

        if (!cluster.Accepts(look.GenesisHash!))
        {
            return Observation.Trouble(
                subject,
                $"It belongs to the cluster with genesis hash {look.GenesisHash}, not to {cluster.GenesisHash} ({cluster.Source}).",
                "Correct its address or Solana:ExpectedGenesisHash. Runbook: WalletNodeOfAnotherCluster.");
        }

        var behind = best - look.Slot ?? 0;
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"Version {look.Version}, slot {look.Slot}, {behind} behind the best; genesis hash {look.GenesisHash}.");
        return look.IsHealthy && behind <= ManySlots
            ? Observation.Well(subject, detail)
            : Observation.Trouble(subject, $"{detail} It does not keep up.", "Others are preferred; replace it if it stays so. Runbook: WalletNodeBehind.");
    }

    private sealed record Look(string Name)
    {
        public string? GenesisHash { get; init; }

        public string? Version { get; init; }

        public bool IsHealthy { get; init; }

        public ulong? Slot { get; init; }

        /// <summary>How far the newest block's time was ahead of this clock.</summary>
        public TimeSpan? Lead { get; init; }

        /// <summary>Why there is nothing else.</summary>
        public string? Fault { get; init; }
    }
}
