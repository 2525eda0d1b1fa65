using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Programs.TransferHooks;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>Finds the accounts that a mint's transfer hook is given. Each that decides on another is read from the chain.</summary>
internal sealed class HookAccounts(SolanaNodes nodes)
{
    /// <summary>Two amounts, to see whether the accounts depend on it: they are needed before the amount is known.</summary>
    private static readonly ulong[] Amounts = [0, ulong.MaxValue];

    /// <exception cref="TransferHookException">What the hook asks for can't be found, or depends on the amount.</exception>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    public async Task<IReadOnlyList<HookAccount>> FindAsync(
        TokenPairing pairing, TokenAccountPair accounts, Address hookProgram, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var data = new Dictionary<Address, ReadOnlyMemory<byte>?>();
        IReadOnlyList<HookAccount>? found = null;
        foreach (var amount in Amounts)
        {
            var call = new TransferHookCall(hookProgram, accounts.Source, pairing.Mint, accounts.Recipient, pairing.Source, amount);
            var metas = await TransferHookAccounts.FindAsync(call, ReadDataAsync, cancellationToken);
            HookAccount[] asked = [.. metas.Select(meta => new HookAccount(meta.Address.ToDomain(), meta.IsWritable))];
            if (found is not null && !found.SequenceEqual(asked))
            {
                throw new TransferHookException("Which accounts the hook needs depends on the amount.");
            }

            found = asked;
        }

        return found!;

        async Task<ReadOnlyMemory<byte>?> ReadDataAsync(Address address, CancellationToken token)
        {
            if (!data.TryGetValue(address, out var known))
            {
                var answer = await nodes.ReadAsync(
                    "getMultipleAccounts",
                    (client, cancel) => client.GetMultipleAccountsAsync([address], RpcCommitment.Confirmed, minimumSlot, cancel),
                    token);
                known = answer.Value[0]?.Data;
                data.Add(address, known);
            }

            return known;
        }
    }
}
