using System.CommandLine;

namespace WalletService.Cli.Commands;

/// <summary>Until when a command that submits a transaction waits for it.</summary>
internal sealed class WaitOptions
{
    private const int DefaultWaitMs = 20_000;

    public WaitOptions() => For.AcceptOnlyFromAmong([.. Stages]);

    /// <summary>In the order in which a transaction passes them.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["submitted", "confirmed", "finalized"];

    public Option<string> For { get; } = new("--wait-for") { Description = "When to return.", DefaultValueFactory = _ => "confirmed" };

    public Option<int> Milliseconds { get; } = new("--wait-ms")
    {
        Description = "Return with the state so far after so many milliseconds, at most 60000.",
        DefaultValueFactory = _ => DefaultWaitMs,
    };

    /// <summary>Whether a transaction of this status is as far as was waited for.</summary>
    public static bool HasReached(string status, string waitFor) => PositionOf(status) >= PositionOf(waitFor);

    private static int PositionOf(string stage) => Stages.TakeWhile(known => known != stage).Count() is var count && count < Stages.Count ? count : -1;
}
