using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>Something that leaves a wallet; fees are not counted.</summary>
/// <param name="Amount">Base units.</param>
/// <param name="Recipient">The wallet that gets it; null when it can't be told, or nobody does.</param>
public sealed record AssetMovement(Asset Asset, ulong Amount, SolanaAddress? Recipient)
{
    /// <summary>Since when the recipient is known: the first payment to it, or its entry in the address book. Null when it is new.</summary>
    public DateTimeOffset? RecipientKnownSince { get; init; }
}
