namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>What the database holds of a request at the moment of a kill.</summary>
internal static class OnRecord
{
    public const string Nothing = "nothing";

    /// <summary>The vault is about to be asked, or was asked, and nothing that it answered is kept.</summary>
    public const string Announced = "Ready, signature announced";

    /// <summary>The tracker works side by side with the reply, the acknowledgement and the relay of events.</summary>
    public static string[] AnyFrom(string first) => [.. Progress.SkipWhile(state => state != first)];

    /// <summary>Words for a choice of states.</summary>
    public static string Describe(IReadOnlyList<string> states) =>
        states.Count > 2 ? $"{states[0]} or later" : string.Join(" or ", states);

    private static readonly string[] Progress = ["Received", "Ready", Announced, "Signed", "Submitted", "Confirmed", "Finalized"];
}
