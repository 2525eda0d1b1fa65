using WalletService.Domain.Values;

namespace WalletService.Domain.Inspection;

/// <summary>
/// What a transaction does with a wallet, as far as reading it can tell. It rests on this: only an instruction that names the wallet among
/// its accounts can use the wallet's signature. Whatever else it may do is a <see cref="Finding"/>.
/// </summary>
public sealed record TransactionEffects
{
    /// <summary>The programs that the transaction calls, each once, in order.</summary>
    public required IReadOnlyList<SolanaAddress> Programs { get; init; }

    /// <summary>What leaves the wallet, the fee apart.</summary>
    public required IReadOnlyList<StatedMovement> Movements { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The most that the wallet pays for priority; zero when another account is the fee payer.</summary>
    public required Lamports PriorityFee { get; init; }

    /// <summary>Whether reading can't tell all that leaves, so that a simulation has to.</summary>
    public required bool NeedsSimulation { get; init; }

    /// <summary>
    /// SHA-256 of the message and of every address that its lookup tables gave, lower-case hex: the same later only if every account is the
    /// same.
    /// </summary>
    public required string Digest { get; init; }

    /// <summary>Base units that leave by the transaction's own words.</summary>
    /// <param name="mint">The token; null for SOL.</param>
    public UInt128 StatedOutflow(SolanaAddress? mint) => Movements
        .Where(movement => movement.Mint == mint && !movement.IsOfUnknownMint)
        .Aggregate(UInt128.Zero, (sum, movement) => sum + movement.Amount);
}
