using Microsoft.Extensions.Options;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>
/// Merges balance reads that come at the same time into one <c>getMultipleAccounts</c>. Reads are gathered for a moment, and a full
/// batch goes at once. A caller that gives up does not take the others' answer with it.
/// </summary>
internal sealed class AccountBatcher(SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time)
{
    /// <summary>Most accounts that a node takes in one request.</summary>
    public const int MaxAccounts = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<RpcCommitment, Batch> gathering = [];

    /// <returns>Lamports of the account, zero when there is none, and the slot of the answer.</returns>
    public Task<RpcResult<ulong>> GetLamportsAsync(Address address, RpcCommitment commitment, CancellationToken cancellationToken) =>
        Join(address, commitment).WaitAsync(cancellationToken);

    private async Task<RpcResult<ulong>> Join(Address address, RpcCommitment commitment)
    {
        Batch batch;
        int position;
        lock (gate)
        {
            if (!gathering.TryGetValue(commitment, out batch!))
            {
                batch = new Batch();
                gathering.Add(commitment, batch);
                _ = SendLaterAsync(batch, commitment);
            }

            position = batch.Add(address);
            if (batch.Addresses.Count == MaxAccounts)
            {
                gathering.Remove(commitment);
                batch.Full.TrySetResult();
            }
        }

        var answer = await batch.Answer.Task;
        return new RpcResult<ulong>(answer.Slot, answer.Value[position]?.Lamports ?? 0);
    }

    private async Task SendLaterAsync(Batch batch, RpcCommitment commitment)
    {
        try
        {
            await Task.WhenAny(batch.Full.Task, Task.Delay(options.Value.BalanceGatherTime, time));
            lock (gate)
            {
                if (gathering.TryGetValue(commitment, out var present) && present == batch)
                {
                    gathering.Remove(commitment);
                }
            }

            batch.Answer.SetResult(await ReadAsync(batch.Addresses, commitment));
        }
        catch (Exception exception)
        {
            batch.Answer.SetException(exception);
        }
    }

    /// <summary>Belongs to all who wait for it, so no single caller can cancel it; the nodes' time limits end it.</summary>
    private Task<RpcResult<IReadOnlyList<AccountInfo?>>> ReadAsync(IReadOnlyList<Address> addresses, RpcCommitment commitment) =>
        nodes.ReadAsync(
            "getMultipleAccounts",
            (client, token) => client.GetMultipleAccountsAsync(addresses, DataSlice.Nothing, commitment, minContextSlot: null, token),
            CancellationToken.None);

    private sealed class Batch
    {
        private readonly Dictionary<Address, int> positions = [];

        public List<Address> Addresses { get; } = [];

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<RpcResult<IReadOnlyList<AccountInfo?>>> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <returns>Where the address stands in the batch; an address asked for twice is read once.</returns>
        public int Add(Address address)
        {
            if (!positions.TryGetValue(address, out var position))
            {
                position = Addresses.Count;
                positions.Add(address, position);
                Addresses.Add(address);
            }

            return position;
        }
    }
}
