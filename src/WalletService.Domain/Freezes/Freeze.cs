namespace WalletService.Domain.Freezes;

/// <summary>A freeze that holds: nothing that it is about is signed until it is lifted.</summary>
/// <param name="Reason">Why, in the operator's words; shown to administrators only.</param>
/// <param name="FrozenBy">Who ordered it: a calling service, or the database user of an operator.</param>
/// <param name="FrozenAt">When it took effect.</param>
public sealed record Freeze(FreezeTarget Target, string Reason, string FrozenBy, DateTimeOffset FrozenAt)
{
    /// <summary>Most characters of a reason.</summary>
    public const int MaximumReasonLength = 256;
}
