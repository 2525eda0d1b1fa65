namespace WalletService.Domain.Balances;

/// <summary>What the readable amount of a token stands for.</summary>
public enum UiAmountMeaning
{
    /// <summary>The base units with a decimal point.</summary>
    Exact,

    /// <summary>With interest that the mint shows and that no tokens stand for; it grows with time.</summary>
    InterestBearing,

    /// <summary>Times a factor that the mint's issuer sets and may change.</summary>
    Scaled,
}
