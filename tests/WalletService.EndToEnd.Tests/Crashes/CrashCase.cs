using WalletService.CrashHost;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>One line of the crash matrix.</summary>
/// <param name="Scenario">What the service is doing when it is killed.</param>
/// <param name="OnRecord">What the database may hold at that moment: more than one where other work runs side by side.</param>
internal sealed record CrashCase(CrashScenario Scenario, CrashStep Step, CrashSide Side, params string[] OnRecord)
{
    /// <summary>Where the process is killed, in words.</summary>
    public string Point => $"{(Side == CrashSide.Before ? "before" : "after")} {Step.Noun}";

    /// <summary>Names the case in test results; unique.</summary>
    public string Name => $"{Scenario.Name}: {Point}";

    public override string ToString() => Name;
}

/// <summary>What came of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Killed">How the process ended.</param>
/// <param name="Effect">What the chain, or the vault, shows at the end.</param>
/// <param name="End">The final record.</param>
internal sealed record CrashResult(CrashCase Case, string Killed, string Effect, string End);

/// <summary>Who asks in one case.</summary>
/// <param name="Wallet">Missing where the wallet is what is asked for.</param>
/// <param name="Recipient">An address that nobody else pays to.</param>
/// <param name="KeysBefore">How many keys the vault held before the request.</param>
internal sealed record CrashCaller(string UserId, TestWallet? Wallet, string Recipient, int KeysBefore)
{
    /// <summary>A transaction of the caller's, base64, where one is asked for.</summary>
    public string? Transaction { get; init; }

    /// <summary>The token that is paid, where one is.</summary>
    public string? Mint { get; init; }

    /// <summary>The request is always the same, and so is its id.</summary>
    public string RequestId => "the-request";
}
