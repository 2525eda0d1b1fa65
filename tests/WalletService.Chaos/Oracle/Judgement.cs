namespace WalletService.Chaos.Oracle;

/// <summary>All checks together.</summary>
public static class Judgement
{
    /// <summary>The checks of what may still come when every intent has ended: releases, events, and balances that were kept for a moment.</summary>
    public static IReadOnlyList<Violation> OfWhatTrails(History history) =>
    [
        .. ConservationCheck.Find(history),
        .. TokenConservationCheck.Find(history),
        .. ReservationCheck.Find(history),
        .. EventCheck.Find(history),
        .. DepositCheck.Find(history),
    ];

    public static IReadOnlyList<Violation> Of(History history) =>
    [
        .. EffectCheck.Find(history),
        .. ReplyCheck.Find(history),
        .. ConservationCheck.Find(history),
        .. TokenConservationCheck.Find(history),
        .. ReservationCheck.Find(history),
        .. EventCheck.Find(history),
        .. DepositCheck.Find(history),
        .. history.Unready.Select(name => new Violation("instances recover", $"{name} did not take work again by itself.")),
    ];
}
