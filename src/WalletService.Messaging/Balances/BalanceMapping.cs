using System.Globalization;
using WalletService.Contracts.Balances;
using WalletService.Domain.Balances;

namespace WalletService.Messaging.Balances;

/// <summary>Balances as replies carry them.</summary>
internal static class BalanceMapping
{
    public static Balance ToContract(this WalletBalance balance) => new()
    {
        WalletId = balance.WalletId.ToString(),
        Address = balance.Address.Value,
        Lamports = balance.Lamports.ToString(),
        Sol = balance.Lamports.ToSol(),
        ReservedLamports = balance.Reserved.ToString(),
        AvailableLamports = balance.Available.ToString(),
        Slot = balance.Slot,
        AsOf = balance.AsOf,
    };

    public static TokenList ToContract(this WalletTokens tokens) => new()
    {
        WalletId = tokens.WalletId.ToString(),
        Tokens = [.. tokens.Holdings.Tokens.Where(holding => holding.IsAssociated).Select(holding => ToContract(tokens, holding))],
        OtherAccounts = [.. tokens.Holdings.Tokens.Where(holding => !holding.IsAssociated).Select(holding => ToContract(tokens, holding))],
        Slot = tokens.Holdings.Slot,
        AsOf = tokens.AsOf,
    };

    private static TokenBalance ToContract(WalletTokens tokens, TokenHolding holding) => new()
    {
        Mint = holding.Mint.Value,
        TokenAccount = holding.TokenAccount.Value,
        Program = holding.Program,
        Decimals = holding.Decimals,
        Amount = holding.Amount.ToString(CultureInfo.InvariantCulture),
        ReservedAmount = tokens.ReservedOf(holding).ToString(CultureInfo.InvariantCulture),
        AvailableAmount = tokens.AvailableOf(holding).ToString(CultureInfo.InvariantCulture),
        UiAmount = holding.UiAmount,
        UiAmountKind = ToText(holding.UiAmountMeaning),
        Symbol = holding.Symbol,
        Name = holding.Name,
        State = holding.State,
        Delegate = holding.Delegate?.Value,
        DelegatedAmount = holding.Delegate is null ? null : holding.DelegatedAmount.ToString(CultureInfo.InvariantCulture),
        CloseAuthority = holding.CloseAuthority?.Value,
    };

    private static string ToText(UiAmountMeaning meaning) => meaning switch
    {
        UiAmountMeaning.Exact => "exact",
        UiAmountMeaning.InterestBearing => "interestBearing",
        UiAmountMeaning.Scaled => "scaled",
    };
}
