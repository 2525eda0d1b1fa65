using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Balances;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Tokens;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>Reads from the chain what has to be known of a transaction's accounts to judge it; nothing for one that only moves SOL.</summary>
internal sealed class TransactionAccountsReader(SolanaNodes nodes, LookupTables tables, RentMinimums rents)
{
    /// <summary>Programs whose instructions tell all by themselves.</summary>
    private static readonly HashSet<Address> SelfExplaining = [SystemProgram.Id, MemoProgram.Id, ComputeBudgetProgram.Id];

    /// <exception cref="PortUnavailableException">No node answers as of the slot or a later one.</exception>
    public async Task<KnownAccounts> ReadAsync(Message message, Address wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var resolved = await tables.ResolveAsync(message, minimumSlot, cancellationToken);
        if (resolved.Loaded is not { } loaded)
        {
            return new KnownAccounts
            {
                Tokens = TokenAccountFacts.None(wallet),
                Loaded = null,
                UnresolvedTable = resolved.Unresolved,
            };
        }

        var calls = new EffectsReader(wallet).CallsOf(message, loaded);
        var accounts = await ReadAsync(AccountsOf(calls, wallet), minimumSlot, cancellationToken);
        return new KnownAccounts
        {
            Tokens = new TokenAccountFacts(wallet, TokenFactsOf(accounts)),
            Loaded = loaded,
            Rents = await ReadRentsAsync(calls, accounts, cancellationToken),
        };
    }

    private static IReadOnlyList<Address> AccountsOf(IReadOnlyList<InspectedCall> calls, Address wallet) =>
        [.. calls
            .Where(call => !SelfExplaining.Contains(call.Program))
            .SelectMany(call => call.Instruction.Accounts)
            .Select(account => account.Address)
            .Where(address => address != wallet)
            .Distinct()];

    private async Task<IReadOnlyDictionary<Address, AccountInfo?>> ReadAsync(
        IReadOnlyList<Address> addresses, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Address, AccountInfo?>();
        foreach (var part in addresses.Chunk(AccountBatcher.MaxAccounts))
        {
            var answer = await nodes.ReadAsync(
                "getMultipleAccounts",
                (client, token) => client.GetMultipleAccountsAsync(
                    part, new DataSlice(0, TokenAccountsReader.DataLength), RpcCommitment.Confirmed, minimumSlot, token),
                cancellationToken);
            foreach (var (address, account) in part.Zip(answer.Value))
            {
                found.Add(address, account);
            }
        }

        return found;
    }

    private static Dictionary<Address, TokenAccountFact> TokenFactsOf(IReadOnlyDictionary<Address, AccountInfo?> accounts)
    {
        var facts = new Dictionary<Address, TokenAccountFact>();
        foreach (var (address, account) in accounts)
        {
            if (account is not null
                && (account.Owner == TokenProgram.Id || account.Owner == TokenProgram.Token2022Id)
                && TokenAccount.TryParse(account.Data.Span, out var token))
            {
                facts.Add(address, new TokenAccountFact(account.Owner, token.Mint, token.Owner));
            }
        }

        return facts;
    }

    /// <summary>What the wallet pays for each token account that it creates.</summary>
    private async Task<IReadOnlyDictionary<Address, ulong>> ReadRentsAsync(
        IReadOnlyList<InspectedCall> calls, IReadOnlyDictionary<Address, AccountInfo?> accounts, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Address, ulong>();
        foreach (var call in calls.Where(call => call.Program == AssociatedTokenProgram.Id && call.NamesWallet))
        {
            if (AssociatedTokenReader.FindCreation(call) is { } creation
                && accounts.GetValueOrDefault(creation.Account) is null
                && accounts.GetValueOrDefault(creation.Fact.Mint) is { } mintAccount
                && Mint.TryParse(mintAccount.Data.Span, out var mint)
                && TokenAccount.LengthFor(creation.Fact.Program, mint) is { } length)
            {
                found[creation.Account] = (await rents.GetAsync((ulong)length, cancellationToken)).Value;
            }
        }

        return found;
    }
}
