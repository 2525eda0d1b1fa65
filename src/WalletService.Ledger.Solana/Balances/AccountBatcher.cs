using Microsoft.Extensions.Options;
using WalletService.Ledger.Solana.Gathering;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>Merges reads of accounts that come at the same time into one <c>getMultipleAccounts</c>.</summary>
internal sealed class AccountBatcher
{
    /// <summary>Most accounts that a node takes in one request.</summary>
    public const int MaxAccounts = 100;

    private readonly SolanaNodes nodes;
    private readonly Dictionary<RpcCommitment, CallGatherer<Address, RpcResult<ulong>>> balances;
    private readonly CallGatherer<PairOfAccounts, RpcResult<AccountPair>> pairs;

    public AccountBatcher(SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time)
    {
        this.nodes = nodes;
        var settings = options.Value;
        balances = Enum.GetValues<RpcCommitment>().ToDictionary(
            commitment => commitment,
            commitment => new CallGatherer<Address, RpcResult<ulong>>(
                MaxAccounts, settings.BalanceGatherTime, TimeSpan.Zero, addresses => ReadBalancesAsync(addresses, commitment), time));
        pairs = new CallGatherer<PairOfAccounts, RpcResult<AccountPair>>(
            MaxAccounts / 2, settings.BalanceGatherTime, settings.TransferReadInterval, ReadPairsAsync, time);
    }

    /// <returns>Lamports of the account, zero when there is none, and the slot of the answer.</returns>
    public Task<RpcResult<ulong>> GetLamportsAsync(Address address, RpcCommitment commitment, CancellationToken cancellationToken) =>
        balances[commitment].AskAsync(address, cancellationToken);

    /// <summary>Two accounts as of the same slot, confirmed, with what is needed of their data to tell what they are.</summary>
    /// <param name="first">One of them.</param>
    /// <param name="second">The other; may be the same.</param>
    /// <param name="minimumSlot">The answer is of this slot or a later one.</param>
    /// <param name="cancellationToken">Ends this caller's wait alone.</param>
    public async Task<RpcResult<AccountPair>> GetPairAsync(
        Address first, Address second, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var pair = new PairOfAccounts(first, second, minimumSlot);
        var answer = await pairs.AskAsync(pair, cancellationToken);

        // A shared request asks for the least of all the slots, so that no one's wish makes the others' read fail. Seldom is it too old.
        return answer.Slot >= minimumSlot ? answer : (await ReadPairsAsync([pair]).WaitAsync(cancellationToken))[0];
    }

    private async Task<IReadOnlyList<RpcResult<ulong>>> ReadBalancesAsync(IReadOnlyList<Address> addresses, RpcCommitment commitment)
    {
        var answer = await ReadAsync(addresses, DataSlice.Nothing, commitment, minimumSlot: null);
        return [.. answer.Value.Select(account => new RpcResult<ulong>(answer.Slot, account?.Lamports ?? 0))];
    }

    private async Task<IReadOnlyList<RpcResult<AccountPair>>> ReadPairsAsync(IReadOnlyList<PairOfAccounts> asked)
    {
        Address[] addresses = [.. asked.SelectMany(pair => (Address[])[pair.First, pair.Second]).Distinct()];
        var answer = await ReadAsync(
            addresses, RecipientClassifier.DataNeeded, RpcCommitment.Confirmed, asked.Min(pair => pair.MinimumSlot));
        var found = addresses.Zip(answer.Value).ToDictionary(entry => entry.First, entry => entry.Second);
        return [.. asked.Select(pair => new RpcResult<AccountPair>(answer.Slot, new AccountPair(found[pair.First], found[pair.Second])))];
    }

    private Task<RpcResult<IReadOnlyList<AccountInfo?>>> ReadAsync(
        IReadOnlyList<Address> addresses, DataSlice data, RpcCommitment commitment, ulong? minimumSlot) =>
        nodes.ReadAsync(
            "getMultipleAccounts",
            (client, token) => client.GetMultipleAccountsAsync(addresses, data, commitment, minimumSlot, token),
            CancellationToken.None);

    private sealed record PairOfAccounts(Address First, Address Second, ulong MinimumSlot);
}
