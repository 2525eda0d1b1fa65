using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Anomalies;

/// <summary>What a wallet and its user have paid before, as far as it matters to a new payment.</summary>
public sealed record PaymentHistory
{
    /// <summary>So many of the newest amounts of an asset are looked at.</summary>
    public const int MostAmounts = 50;

    /// <summary>How many characters at both ends people compare: wallets and explorers show four or so.</summary>
    public const int ComparedCharacters = 4;

    /// <summary>How many other transfers the wallet was asked for within the burst window.</summary>
    public required int Recent { get; init; }

    /// <summary>What the wallet's newest payments have moved of each asset of the new one, in base units.</summary>
    public required IReadOnlyDictionary<Asset, IReadOnlyList<UInt128>> Amounts { get; init; }

    /// <summary>Those of the new payment's recipients that the user has paid before.</summary>
    public required IReadOnlySet<SolanaAddress> Known { get; init; }

    /// <summary>
    /// Addresses that the user knows, by payments, batches or the address book, and that look like one of the new payment's recipients, by
    /// that recipient. One that is in the address book itself is compared as well: a copied address may have been put there.
    /// </summary>
    public required IReadOnlyDictionary<SolanaAddress, SolanaAddress> LookAlikes { get; init; }

    /// <summary>Whether two addresses are different and show the same first and last characters.</summary>
    public static bool LookAlike(SolanaAddress one, SolanaAddress other) =>
        one != other
        && one.Value[..ComparedCharacters] == other.Value[..ComparedCharacters]
        && one.Value[^ComparedCharacters..] == other.Value[^ComparedCharacters..];
}
