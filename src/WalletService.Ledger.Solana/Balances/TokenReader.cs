using System.Globalization;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>Reads the token accounts of an owner, in both token programs, and how their mints describe them.</summary>
internal sealed class TokenReader(SolanaNodes nodes)
{
    /// <summary>A mint and its metadata account are read together, and the clock by which interest is reckoned.</summary>
    private const int MintsPerRequest = (AccountBatcher.MaxAccounts - 1) / 2;

    /// <summary>Longest name or symbol shown, in characters: they are whatever the mint's maker wrote.</summary>
    private const int MaxTextLength = 64;

    public async Task<TokenHoldings> ReadAsync(Address owner, CancellationToken cancellationToken)
    {
        var reads = await Task.WhenAll(
            ReadAccountsAsync(owner, TokenProgram.Id, cancellationToken),
            ReadAccountsAsync(owner, TokenProgram.Token2022Id, cancellationToken));
        var slot = reads.Min(read => read.Slot);
        var accounts = reads.SelectMany(read => read.Value).ToList();
        var mints = await ReadMintsAsync([.. accounts.Select(found => found.Account.Mint).Distinct()], slot, cancellationToken);

        var tokens = accounts
            .Where(found => mints.ContainsKey(found.Account.Mint))
            .Select(found => ToHolding(found, mints[found.Account.Mint]))
            .OrderBy(token => token.Mint.Value, StringComparer.Ordinal)
            .ThenBy(token => token.TokenAccount.Value, StringComparer.Ordinal);
        return new TokenHoldings([.. tokens], slot);
    }

    private async Task<RpcResult<IReadOnlyList<Found>>> ReadAccountsAsync(Address owner, Address program, CancellationToken cancellationToken)
    {
        var answer = await nodes.ReadAsync(
            "getTokenAccountsByOwner",
            (client, token) => client.GetTokenAccountsByOwnerAsync(owner, program, RpcCommitment.Confirmed, minContextSlot: null, token),
            cancellationToken);
        var found = new List<Found>();
        foreach (var entry in answer.Value)
        {
            if (entry.Account.Owner == program
                && TokenAccount.TryParse(entry.Account.Data.Span, out var account)
                && account.Owner == owner)
            {
                found.Add(new Found(entry.Address, program, account));
            }
        }

        return new RpcResult<IReadOnlyList<Found>>(answer.Slot, found);
    }

    private async Task<Dictionary<Address, MintDescription>> ReadMintsAsync(
        IReadOnlyList<Address> mints, ulong slot, CancellationToken cancellationToken)
    {
        var described = new Dictionary<Address, MintDescription>();
        foreach (var batch in mints.Chunk(MintsPerRequest))
        {
            Address[] wanted = [.. batch, .. batch.Select(MetaplexMetadata.FindAddress), WellKnownAddresses.ClockSysvar];
            var answer = await nodes.ReadAsync(
                "getMultipleAccounts",
                (client, token) => client.GetMultipleAccountsAsync(wanted, RpcCommitment.Confirmed, slot, token),
                cancellationToken);
            var time = UnixTimeOf(answer.Value[^1]);
            for (var index = 0; index < batch.Length; index++)
            {
                if (Describe(batch[index], answer.Value[index], answer.Value[batch.Length + index], time) is { } description)
                {
                    described.Add(batch[index], description);
                }
            }
        }

        return described;
    }

    private static long UnixTimeOf(AccountInfo? account) => ClockSysvar.TryParse(account is null ? [] : account.Data.Span, out var clock)
        ? clock.UnixTime
        : throw new PortUnavailableException(SolanaNodes.Dependency, "The node answered without the cluster's clock.");

    private static MintDescription? Describe(Address address, AccountInfo? account, AccountInfo? metadataAccount, long unixTime)
    {
        if (account is null
            || (account.Owner != TokenProgram.Id && account.Owner != TokenProgram.Token2022Id)
            || !Mint.TryParse(account.Data.Span, out var mint))
        {
            return null;
        }

        if (mint.Metadata is { } own && own.Mint == address)
        {
            return new MintDescription(mint, unixTime, Clean(own.Name), Clean(own.Symbol));
        }

        return MetaplexMetadata.Read(metadataAccount, address) is var (name, symbol)
            ? new MintDescription(mint, unixTime, Clean(name), Clean(symbol))
            : new MintDescription(mint, unixTime, null, null);
    }

    private static TokenHolding ToHolding(Found found, MintDescription description)
    {
        var (address, program, account) = found;
        var shown = UiAmount.Of(description.Mint, account.Amount, description.UnixTime);
        return new TokenHolding
        {
            Mint = account.Mint.ToDomain(),
            TokenAccount = address.ToDomain(),
            Program = program == TokenProgram.Id ? TokenHolding.Token : TokenHolding.Token2022,
            Decimals = description.Mint.Decimals,
            Amount = account.Amount,
            UiAmount = shown.Text,
            UiAmountMeaning = ToDomain(shown.Kind),
            IsAssociated = address == AssociatedTokenProgram.FindAddress(account.Owner, program, account.Mint),
            Name = description.Name,
            Symbol = description.Symbol,
            State = account.State == TokenAccountState.Frozen ? TokenHolding.Frozen : TokenHolding.Initialized,
            Delegate = account.Delegate?.ToDomain(),
            DelegatedAmount = account.Delegate is null ? 0 : account.DelegatedAmount,
            CloseAuthority = account.CloseAuthority?.ToDomain(),
        };
    }

    private static UiAmountMeaning ToDomain(UiAmountKind kind) => kind switch
    {
        UiAmountKind.Plain => UiAmountMeaning.Exact,
        UiAmountKind.WithInterest => UiAmountMeaning.InterestBearing,
        UiAmountKind.Scaled => UiAmountMeaning.Scaled,
    };

    /// <summary>Without control and formatting characters, which could make one name look like another; null when nothing is left.</summary>
    private static string? Clean(string text)
    {
        var visible = text.Where(character => !char.IsControl(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format);
        var cleaned = string.Concat(visible.Take(MaxTextLength)).Trim();
        return cleaned.Length == 0 ? null : cleaned;
    }

    private sealed record Found(Address Address, Address Program, TokenAccount Account);

    private sealed record MintDescription(Mint Mint, long UnixTime, string? Name, string? Symbol);
}
