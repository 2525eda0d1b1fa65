using WalletService.Simulation.Chain;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Nodes;

/// <summary>
/// One node's JSON-RPC interface over the simulated chain. It may be behind, silent, unwilling, forgetful; it never invents anything.
/// </summary>
internal sealed class SimulatedNode(string name, bool isBackup, SimulatedChain chain, NodeIntake intake, Randomness randomness)
{
    private const string GenesisHash = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
    private ulong lag;

    public string Name => name;

    /// <summary>Used while no other node does well.</summary>
    public bool IsBackup => isBackup;

    public Uri Address { get; } = new($"http://{name}:8899/");

    public NodeMood Mood { get; private set; }

    /// <param name="slotsBehind">How far the node is behind in this mood.</param>
    public void Turn(NodeMood mood, ulong slotsBehind)
    {
        Mood = mood;
        lag = slotsBehind;
    }

    /// <summary>Null when there will be no answer, although the node did what it was asked.</summary>
    public NodeReply? Answer(NodeRequest request)
    {
        switch (Mood)
        {
            case NodeMood.Silent:
                return null;
            case NodeMood.Throttling when randomness.Chance(0.8):
                return new NodeReply(429, string.Empty, TimeSpan.FromSeconds(randomness.Between(1, 4)));
            case NodeMood.Failing when randomness.Chance(0.7):
                return Fail();
            case NodeMood.LosingReplies:
                Respond(request);
                return randomness.Chance(0.6) ? null : Fail();
            default:
                return Respond(request);
        }
    }

    private NodeReply Fail() => randomness.Below(6) switch
    {
        0 => new NodeReply(503, string.Empty),
        1 => new NodeReply(500, "<html>Internal Server Error</html>"),
        2 => NodeReply.Error(-32005, "Node is unhealthy", """{"numSlotsBehind":null}"""),
        3 => NodeReply.Error(-32603, "Internal error"),
        4 => new NodeReply(200, """{"jsonrpc":"2.0","id":1,"resu"""),
        _ => new NodeReply(0, string.Empty),
    };

    private NodeReply Respond(NodeRequest request)
    {
        var view = View();
        var slot = view.At(request.Method == "sendTransaction" ? request.PreflightCommitment : request.Commitment).Slot;
        if (request.MinContextSlot is { } wanted && slot < wanted)
        {
            return NodeReply.Error(-32016, "Minimum context slot has not been reached", $$"""{"contextSlot":{{slot}}}""");
        }

        return request.Method switch
        {
            "getEpochInfo" => NodeAnswers.EpochInfo(view.At(request.Commitment)),
            "getSlot" => NodeReply.Result(NodeAnswers.Number(slot)),
            "getBlockHeight" => NodeReply.Result(NodeAnswers.Number(view.At(request.Commitment).Height)),
            "getHealth" => lag > 100 ? NodeReply.Error(-32005, "Node is behind", $$"""{"numSlotsBehind":{{lag}}}""") : NodeReply.Result("\"ok\""),
            "getGenesisHash" => NodeReply.Result($"\"{GenesisHash}\""),
            "getVersion" => NodeReply.Result("""{"solana-core":"4.1.0","feature-set":1}"""),
            "getFirstAvailableBlock" => NodeReply.Result("0"),
            "getLatestBlockhash" => NodeAnswers.LatestBlockhash(view.At(request.Commitment)),
            "isBlockhashValid" => NodeReply.InContext(slot, view.Knows(request.Text, request.Commitment) ? "true" : "false"),
            "getMinimumBalanceForRentExemption" => NodeReply.Result(NodeAnswers.Number(ChainRuntime.RentMinimum)),
            "getRecentPrioritizationFees" => NodeReply.Result($$"""[{"slot":{{slot}},"prioritizationFee":{{slot % 5 * 1_000}}}]"""),
            "getFeeForMessage" => NodeReply.InContext(slot, NodeAnswers.Number(5_000)),
            "getBalance" => NodeAnswers.Balance(view, request),
            "getBlock" => Block(view, request),
            "getMultipleAccounts" => NodeAnswers.Accounts(view, request),
            "getSignatureStatuses" => NodeAnswers.Statuses(view, request, signature => FindLanding(view, signature)),
            "getTransaction" => Details(view, request),
            "simulateTransaction" => NodeAnswers.Simulation(view, request),
            "sendTransaction" => intake.Take(this, view, request),
            var unknown => throw new InvalidOperationException($"The simulated nodes do not know {unknown}."),
        };
    }

    private ChainView View() => chain.ViewAt(Mood == NodeMood.Uneven && randomness.Chance(0.5) ? 0 : lag);

    private Landing? FindLanding(ChainView view, string signature) =>
        Mood == NodeMood.HidingStatuses ? null : view.FindLanding(signature);

    private NodeReply Details(ChainView view, NodeRequest request)
    {
        // Nodes index a block a moment after they have it.
        var isThere = FindLanding(view, request.Text) is { } landing && view.IsVisibleAt(landing, request.Commitment) && !randomness.Chance(0.1);
        return isThere ? NodeAnswers.Details(view.FindLanding(request.Text)!) : NodeReply.Result("null");
    }

    private NodeReply Block(ChainView view, NodeRequest request) => randomness.Chance(0.1) || view.FindBlock(request.Slot, request.Commitment) is not { } block
        ? NodeReply.Error(-32004, $"Block not available for slot {request.Slot}")
        : NodeAnswers.Block(block);
}
