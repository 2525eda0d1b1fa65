using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Balances;
using WalletService.Ledger.Solana.Gathering;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>Reads all accounts that decide a payment in a token as of one slot; reads that come at the same time are one request.</summary>
internal sealed class TokenAccountsReader
{
    /// <summary>
    /// So much of each account's data is read. Mints and token accounts have some hundred bytes; whoever is paid may hold megabytes.
    /// </summary>
    public const int DataLength = 10_240;

    private const int MostPairings = (AccountBatcher.MaxAccounts - 1) / TokenPairing.AccountCount;

    private readonly SolanaNodes nodes;
    private readonly CallGatherer<Question, RpcResult<IReadOnlyDictionary<Address, AccountInfo?>>> gatherer;

    public TokenAccountsReader(SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time)
    {
        this.nodes = nodes;
        gatherer = new CallGatherer<Question, RpcResult<IReadOnlyDictionary<Address, AccountInfo?>>>(
            MostPairings, options.Value.BalanceGatherTime, options.Value.TransferReadInterval, ReadAllAsync, time);
    }

    /// <returns>The accounts of the pairing and the clock, confirmed; null where there is nothing. Others' may be among them.</returns>
    /// <exception cref="PortUnavailableException">No node answers as of the slot or a later one.</exception>
    public async Task<RpcResult<IReadOnlyDictionary<Address, AccountInfo?>>> ReadAsync(
        TokenPairing pairing, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var question = new Question(pairing, minimumSlot);
        var answer = await gatherer.AskAsync(question, cancellationToken);
        if (answer.Slot < minimumSlot)
        {
            // A shared request asks for the least of all the slots, so that no one's wish makes the others' read fail.
            answer = (await ReadAllAsync([question]).WaitAsync(cancellationToken))[0];
        }

        return answer.Slot >= minimumSlot
            ? answer
            : throw new PortUnavailableException(
                SolanaNodes.Dependency, $"The node answered as of slot {answer.Slot}; slot {minimumSlot} or later was asked for.");
    }

    private async Task<IReadOnlyList<RpcResult<IReadOnlyDictionary<Address, AccountInfo?>>>> ReadAllAsync(IReadOnlyList<Question> questions)
    {
        Address[] addresses =
            [.. questions.SelectMany(question => question.Pairing.Accounts).Append(WellKnownAddresses.ClockSysvar).Distinct()];
        var answer = await nodes.ReadAsync(
            "getMultipleAccounts",
            (client, token) => client.GetMultipleAccountsAsync(
                addresses, new DataSlice(0, DataLength), RpcCommitment.Confirmed, questions.Min(question => question.MinimumSlot), token),
            CancellationToken.None);
        IReadOnlyDictionary<Address, AccountInfo?> found =
            addresses.Zip(answer.Value).ToDictionary(entry => entry.First, entry => entry.Second);
        return [.. questions.Select(_ => new RpcResult<IReadOnlyDictionary<Address, AccountInfo?>>(answer.Slot, found))];
    }

    private sealed record Question(TokenPairing Pairing, ulong MinimumSlot);
}
