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
        Tokens = [.. tokens.Holdings.Tokens.Select(ToContract)],
        Slot = tokens.Holdings.Slot,
        AsOf = tokens.AsOf,
    };

    private static TokenBalance ToContract(TokenHolding holding) => new()
    {
        Mint = holding.Mint.Value,
        TokenAccount = holding.TokenAccount.Value,
        Program = holding.Program,
        Decimals = holding.Decimals,
        Amount = holding.Amount.ToString(CultureInfo.InvariantCulture),
        UiAmount = ToDecimal(holding.Amount, holding.Decimals),
        Symbol = holding.Symbol,
        Name = holding.Name,
        State = holding.State,
    };

    /// <summary>Moves the decimal point through the digits: exact for any number of decimals, up to the 255 that a mint may have.</summary>
    internal static string ToDecimal(ulong amount, byte decimals)
    {
        var digits = amount.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var whole = digits[..^decimals];
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }
}
