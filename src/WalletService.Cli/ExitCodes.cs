namespace WalletService.Cli;

/// <summary>What <c>walletctl</c> ends with, for scripts. Permanent.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The service refused, or a receipt is not right; the message says why.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The broker or the service is not available; nothing was done.</summary>
    public const int Unavailable = 3;

    /// <summary>It may or may not have been done, or is not finished yet: ask again with the same request id.</summary>
    public const int OutcomeUnknown = 4;
}
