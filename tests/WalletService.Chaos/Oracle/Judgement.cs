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
        .. history.Unready.Select(name => new Violation("instances recover", $"{name} did not take work again by itself.")),
    ];
}
