namespace WalletService.Chaos.Oracle;

/// <summary>All checks together.</summary>
public static class Judgement
{
    public static IReadOnlyList<Violation> Of(History history) =>
    [
        .. EffectCheck.Find(history),
        .. ReplyCheck.Find(history),
        .. ConservationCheck.Find(history),
        .. ReservationCheck.Find(history),
        .. EventCheck.Find(history),
    ];
}
