using System.Globalization;
using WalletService.Simulation.Chain;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Nodes;

/// <summary>
/// One node's JSON-RPC interface over the simulated chain. It may be behind, silent, unwilling, forgetful; it never invents anything.
/// </summary>
internal sealed class SimulatedNode(string name, SimulatedChain chain, NodeIntake intake, Randomness randomness)
{
    private const string SystemProgram = "11111111111111111111111111111111";
    private const string GenesisHash = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
    private const ulong SlotsInEpoch = 432_000;
    private ulong lag;

    public string Name => name;

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
            "getEpochInfo" => EpochInfo(view.At(request.Commitment)),
            "getSlot" => NodeReply.Result(Number(slot)),
            "getBlockHeight" => NodeReply.Result(Number(view.At(request.Commitment).Height)),
            "getHealth" => lag > 100 ? NodeReply.Error(-32005, "Node is behind", $$"""{"numSlotsBehind":{{lag}}}""") : NodeReply.Result("\"ok\""),
            "getGenesisHash" => NodeReply.Result($"\"{GenesisHash}\""),
            "getVersion" => NodeReply.Result("""{"solana-core":"4.1.0","feature-set":1}"""),
            "getFirstAvailableBlock" => NodeReply.Result("0"),
            "getLatestBlockhash" => LatestBlockhash(view.At(request.Commitment)),
            "isBlockhashValid" => NodeReply.InContext(slot, view.Knows(request.Text, request.Commitment) ? "true" : "false"),
            "getMinimumBalanceForRentExemption" => NodeReply.Result(Number(ChainRuntime.RentMinimum)),
            "getRecentPrioritizationFees" => NodeReply.Result($$"""[{"slot":{{slot}},"prioritizationFee":{{slot % 5 * 1_000}}}]"""),
            "getFeeForMessage" => NodeReply.InContext(slot, Number(5_000)),
            "getMultipleAccounts" => Accounts(view, request),
            "getSignatureStatuses" => Statuses(view, request),
            "getTransaction" => Details(view, request),
            "simulateTransaction" => Simulation(view, request),
            "sendTransaction" => intake.Take(this, view, request),
            var unknown => NodeReply.Error(-32601, $"Method not found: {unknown}"),
        };
    }

    private ChainView View() => chain.ViewAt(Mood == NodeMood.Uneven && randomness.Chance(0.5) ? 0 : lag);

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static NodeReply EpochInfo(ChainBlock block) => NodeReply.Result(
        $$"""{"absoluteSlot":{{block.Slot}},"blockHeight":{{block.Height}},"epoch":{{block.Slot / SlotsInEpoch}},"slotIndex":{{block.Slot % SlotsInEpoch}},"slotsInEpoch":{{SlotsInEpoch}},"transactionCount":1}""");

    private static NodeReply LatestBlockhash(ChainBlock block) => NodeReply.InContext(
        block.Slot,
        $$"""{"blockhash":"{{block.Blockhash}}","lastValidBlockHeight":{{block.Height + SimulatedChain.BlockhashLife}}}""");

    private static NodeReply Accounts(ChainView view, NodeRequest request)
    {
        var balances = view.BalancesAt(request.Commitment);
        var accounts = request.Texts.Select(address => balances.BalanceOf(address) is var lamports and not 0
            ? $$"""{"lamports":{{lamports}},"owner":"{{SystemProgram}}","data":["","base64"],"executable":false,"rentEpoch":0,"space":0}"""
            : "null");
        return NodeReply.InContext(view.At(request.Commitment).Slot, $"[{string.Join(',', accounts)}]");
    }

    private NodeReply Statuses(ChainView view, NodeRequest request)
    {
        var statuses = request.Texts.Select(signature => FindLanding(view, signature) is { } landing
            ? $$"""{"slot":{{landing.Slot}},"confirmations":{{Confirmations(view, landing)}},"err":{{landing.Error ?? "null"}},"confirmationStatus":"{{view.CommitmentOf(landing)}}"}"""
            : "null");
        return NodeReply.InContext(view.Processed.Slot, $"[{string.Join(',', statuses)}]");
    }

    private Landing? FindLanding(ChainView view, string signature) =>
        Mood == NodeMood.HidingStatuses ? null : view.FindLanding(signature);

    private static string Confirmations(ChainView view, Landing landing) =>
        view.CommitmentOf(landing) == "finalized" ? "null" : Number(view.Processed.Height - landing.Height);

    private NodeReply Details(ChainView view, NodeRequest request)
    {
        if (FindLanding(view, request.Text) is not { } landing || !view.IsVisibleAt(landing, request.Commitment) || randomness.Chance(0.1))
        {
            // Nodes index a block a moment after they have it.
            return NodeReply.Result("null");
        }

        var transaction = landing.Transaction;
        return NodeReply.Result(
            $$"""{"slot":{{landing.Slot}},"blockTime":{{landing.Slot / 5}},"transaction":["{{Convert.ToBase64String(transaction.Wire)}}","base64"],"meta":{"err":{{landing.Error ?? "null"}},"fee":{{transaction.Fee}},"preBalances":[{{Balances(transaction, landing.Before)}}],"postBalances":[{{Balances(transaction, landing.After)}}]} }""");
    }

    private static string Balances(ChainTransaction transaction, (ulong Source, ulong Recipient) of) => string.Join(
        ',',
        transaction.Accounts.Select(account => Number(account == transaction.Source ? of.Source : account == transaction.Recipient ? of.Recipient : 1)));

    private static NodeReply Simulation(ChainView view, NodeRequest request)
    {
        var transaction = ChainTransaction.Parse(request.Bytes);
        var balances = view.BalancesAt(request.Commitment);
        var source = balances.BalanceOf(transaction.Source);
        var error = source < transaction.Fee
            ? source == 0 ? "\"AccountNotFound\"" : "\"InsufficientFundsForFee\""
            : ChainRuntime.FindError(balances.SetItem(transaction.Source, source - transaction.Fee), transaction);
        return NodeReply.InContext(
            view.At(request.Commitment).Slot,
            $$"""{"err":{{error ?? "null"}},"logs":[],"unitsConsumed":{{(error?[0] == '"' ? 0 : ChainRuntime.UnitsConsumed(transaction))}}}""");
    }
}
