using System.Globalization;
using WalletService.Simulation.Chain;

namespace WalletService.Simulation.Nodes;

/// <summary>The results of JSON-RPC methods as Agave writes them.</summary>
internal static class NodeAnswers
{
    private const string SystemProgram = "11111111111111111111111111111111";
    private const ulong SlotsInEpoch = 432_000;
    private const ulong SlotsPerSecond = 5;

    public static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static NodeReply EpochInfo(ChainBlock block) => NodeReply.Result(
        $$"""{"absoluteSlot":{{block.Slot}},"blockHeight":{{block.Height}},"epoch":{{block.Slot / SlotsInEpoch}},"slotIndex":{{block.Slot % SlotsInEpoch}},"slotsInEpoch":{{SlotsInEpoch}},"transactionCount":1}""");

    public static NodeReply LatestBlockhash(ChainBlock block) => NodeReply.InContext(
        block.Slot,
        $$"""{"blockhash":"{{block.Blockhash}}","lastValidBlockHeight":{{block.Height + SimulatedChain.BlockhashLife}}}""");

    public static NodeReply Accounts(ChainView view, NodeRequest request)
    {
        var balances = view.BalancesAt(request.Commitment);
        var accounts = request.Texts.Select(address => balances.BalanceOf(address) is var lamports and not 0
            ? $$"""{"lamports":{{lamports}},"owner":"{{SystemProgram}}","data":["","base64"],"executable":false,"rentEpoch":0,"space":0}"""
            : "null");
        return NodeReply.InContext(view.At(request.Commitment).Slot, $"[{string.Join(',', accounts)}]");
    }

    public static NodeReply Balance(ChainView view, NodeRequest request) => NodeReply.InContext(
        view.At(request.Commitment).Slot, Number(view.BalancesAt(request.Commitment).BalanceOf(request.Text)));

    /// <param name="find">Where the node finds a transaction; null when it has not heard of it.</param>
    public static NodeReply Statuses(ChainView view, NodeRequest request, Func<string, Landing?> find)
    {
        var statuses = request.Texts.Select(signature => find(signature) is { } landing
            ? $$"""{"slot":{{landing.Slot}},"confirmations":{{Confirmations(view, landing)}},"err":{{landing.Error ?? "null"}},"confirmationStatus":"{{view.CommitmentOf(landing)}}"}"""
            : "null");
        return NodeReply.InContext(view.Processed.Slot, $"[{string.Join(',', statuses)}]");
    }

    public static NodeReply Details(Landing landing) => NodeReply.Result(
        $$"""{"slot":{{landing.Slot}},"blockTime":{{landing.Slot / SlotsPerSecond}},"transaction":["{{Convert.ToBase64String(landing.Transaction.Wire)}}","base64"],"meta":{{Meta(landing)}} }""");

    public static NodeReply Block(ChainBlock block)
    {
        var transactions = block.Landings.Select(landing =>
            $$"""{"transaction":{"signatures":["{{landing.Transaction.Signature}}"],"accountKeys":[{{Keys(landing.Transaction)}}]},"meta":{{Meta(landing)}} }""");
        return NodeReply.Result(
            $$"""{"blockhash":"{{block.Blockhash}}","parentSlot":{{block.Slot - 1}},"blockHeight":{{block.Height}},"blockTime":{{block.Slot / SlotsPerSecond}},"transactions":[{{string.Join(',', transactions)}}]}""");
    }

    public static NodeReply Simulation(ChainView view, NodeRequest request)
    {
        var transaction = ChainTransaction.Parse(request.Bytes);
        var before = view.BalancesAt(request.Commitment);
        var executed = ChainRuntime.Execute(before, transaction);
        var error = executed is null ? ChainRuntime.FindFeeError(before, transaction) : executed.Value.Error;
        var after = executed?.Balances ?? before;
        var units = executed is null ? 0 : ChainRuntime.UnitsConsumed(transaction);
        return NodeReply.InContext(
            view.At(request.Commitment).Slot,
            $$"""{"err":{{error ?? "null"}},"logs":[],"unitsConsumed":{{units}},"fee":{{transaction.Fee}},"preBalances":[{{Balances(transaction, account => before.BalanceOf(account))}}],"postBalances":[{{Balances(transaction, account => after.BalanceOf(account))}}]}""");
    }

    private static string Meta(Landing landing)
    {
        var (transaction, before, after) = (landing.Transaction, landing.Before, landing.After);
        return $$"""{"err":{{landing.Error ?? "null"}},"fee":{{transaction.Fee}},"preBalances":[{{Balances(transaction, account => Of(before, account))}}],"postBalances":[{{Balances(transaction, account => Of(after, account))}}]}""";

        ulong Of((ulong Source, ulong Recipient) both, string account) =>
            account == transaction.Source ? both.Source : account == transaction.Recipient ? both.Recipient : 1;
    }

    private static string Keys(ChainTransaction transaction) => string.Join(
        ',', transaction.Accounts.Select(account => $$"""{"pubkey":"{{account}}","signer":false,"writable":true,"source":"transaction"}"""));

    private static string Balances(ChainTransaction transaction, Func<string, ulong> balanceOf) =>
        string.Join(',', transaction.Accounts.Select(account => Number(balanceOf(account))));

    private static string Confirmations(ChainView view, Landing landing) =>
        view.CommitmentOf(landing) == "finalized" ? "null" : Number(view.Processed.Height - landing.Height);
}
