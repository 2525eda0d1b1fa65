using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>
/// Finds the addresses that a message loads from lookup tables. Whom a transaction pays may rest on them alone, so two nodes have to agree
/// about the tables wherever there are two. An entry that is there never changes; one that is not there yet resolves to nothing.
/// </summary>
internal sealed class LookupTables(SolanaNodes nodes)
{
    private const int Witnesses = 2;

    /// <exception cref="PortUnavailableException">Too few nodes answer, or they do not agree.</exception>
    public async Task<ResolvedLookups> ResolveAsync(Message message, ulong minimumSlot, CancellationToken cancellationToken)
    {
        if (message.Lookups.Count == 0)
        {
            return new ResolvedLookups(LoadedAddresses.None, Unresolved: null);
        }

        var order = nodes.InOrder();
        var needed = Math.Min(Witnesses, order.Count);
        var answers = new List<ResolvedLookups>();
        foreach (var node in order)
        {
            if (answers.Count < needed && await TryAskAsync(node, message, minimumSlot, cancellationToken) is { } answer)
            {
                answers.Add(answer);
            }
        }

        if (answers.Count < needed || needed == 0)
        {
            throw new PortUnavailableException(SolanaNodes.Dependency, "Too few nodes tell the lookup tables of the transaction.");
        }

        return answers.TrueForAll(answers[0].IsEqualTo)
            ? answers[0]
            : throw new PortUnavailableException(SolanaNodes.Dependency, "The nodes do not agree about the lookup tables of the transaction.");
    }

    private static async Task<ResolvedLookups?> TryAskAsync(
        SolanaNode node, Message message, ulong minimumSlot, CancellationToken cancellationToken)
    {
        Address[] tables = [.. message.Lookups.Select(lookup => lookup.Table)];
        try
        {
            var answer = await node.CallAsync(
                "getMultipleAccounts",
                (client, token) => client.GetMultipleAccountsAsync(tables, RpcCommitment.Confirmed, minimumSlot, token),
                cancellationToken);
            return answer.Slot >= minimumSlot ? Resolve(message, answer.Value) : null;
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            return null;
        }
    }

    private static ResolvedLookups Resolve(Message message, IReadOnlyList<AccountInfo?> accounts)
    {
        var writable = new List<Address>();
        var readable = new List<Address>();
        foreach (var (lookup, account) in message.Lookups.Zip(accounts))
        {
            if (account?.Owner != AddressLookupTable.ProgramId
                || !AddressLookupTable.TryParse(lookup.Table, account.Data.Span, out var table)
                || !TryTake(table, lookup.WritableIndexes.Span, writable)
                || !TryTake(table, lookup.ReadonlyIndexes.Span, readable))
            {
                return new ResolvedLookups(Loaded: null, lookup.Table);
            }
        }

        return new ResolvedLookups(new LoadedAddresses(writable, readable), Unresolved: null);
    }

    private static bool TryTake(LookupTable table, ReadOnlySpan<byte> indexes, List<Address> taken)
    {
        foreach (var index in indexes)
        {
            if (index >= table.Addresses.Count)
            {
                return false;
            }

            taken.Add(table.Addresses[index]);
        }

        return true;
    }
}

/// <param name="Loaded">Null when a table or an entry is not there.</param>
/// <param name="Unresolved">The table that is missing, or lacks the entry.</param>
internal sealed record ResolvedLookups(LoadedAddresses? Loaded, Address? Unresolved)
{
    public bool IsEqualTo(ResolvedLookups other) => Loaded is null || other.Loaded is null
        ? Loaded is null && other.Loaded is null
        : Loaded.Writable.SequenceEqual(other.Loaded.Writable) && Loaded.Readonly.SequenceEqual(other.Loaded.Readonly);
}
