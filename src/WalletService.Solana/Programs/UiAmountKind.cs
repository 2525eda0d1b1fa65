namespace WalletService.Solana.Programs;

/// <summary>What the amount shown to people means.</summary>
public enum UiAmountKind
{
    /// <summary>The base units with a decimal point: exact.</summary>
    Plain,

    /// <summary>With interest that the mint shows and that no tokens stand for.</summary>
    WithInterest,

    /// <summary>Times a factor that the mint's authority sets.</summary>
    Scaled,
}
