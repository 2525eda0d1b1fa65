using WalletService.Domain.Transactions;

namespace WalletService.Postgres.Transactions;

/// <summary>The words of the column <c>transfer_attempts.outcome</c>; <c>prepared</c>, before there is a signature, is the store's own.</summary>
internal static class AttemptOutcomes
{
    public static string Write(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Live => "live",
        AttemptOutcome.Landed => "landed",
        AttemptOutcome.Dead => "dead",
    };

    public static AttemptOutcome Parse(string text) => text switch
    {
        "live" => AttemptOutcome.Live,
        "landed" => AttemptOutcome.Landed,
        "dead" => AttemptOutcome.Dead,
        _ => throw new FormatException($"An attempt's outcome is not {text}."),
    };
}
