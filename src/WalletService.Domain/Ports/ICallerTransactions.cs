using WalletService.Domain.Inspection;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>What the cluster makes of a transaction that a caller has built.</summary>
public interface ICallerTransactions
{
    /// <summary>Runs the transaction on a node without executing it; signatures are not checked.</summary>
    /// <param name="wireTransaction">A well-formed legacy or v0 transaction.</param>
    /// <param name="wallet">The wallet whose balance is told.</param>
    /// <param name="minimumSlot">The node answers as of this slot or a later one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<TransactionSimulation> SimulateAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken);

    /// <summary>Reads what the transaction does with the wallet, instruction by instruction, with its lookup tables resolved.</summary>
    /// <param name="wireTransaction">A well-formed legacy or v0 transaction.</param>
    /// <param name="wallet">The wallet whose signature is asked for.</param>
    /// <param name="minimumSlot">The node answers as of this slot or a later one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">No node answers, or the nodes do not agree about a lookup table.</exception>
    Task<TransactionEffects> ReadEffectsAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken);

    /// <summary>Resolves the transaction's lookup tables anew; <see cref="TransactionEffects.Digest"/> again if nothing has changed.</summary>
    /// <exception cref="PortUnavailableException">No node answers, or the nodes do not agree about a lookup table.</exception>
    Task<string> ReadDigestAsync(ReadOnlyMemory<byte> wireTransaction, CancellationToken cancellationToken);

    /// <summary>
    /// For how long a blockhash is valid at most; null when the cluster does not know it or no longer takes it. The height may be
    /// later than the true one, never earlier.
    /// </summary>
    /// <param name="blockhash">Base58.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<BlockhashLife?> FindLifeAsync(string blockhash, CancellationToken cancellationToken);
}

/// <param name="Slot">The slot as of which the node answered.</param>
/// <param name="ChainError">The chain's error as the node's JSON; null when it would succeed.</param>
/// <param name="Logs">The programs' log lines, as far as the node gives them.</param>
/// <param name="UnitsConsumed">Compute units.</param>
/// <param name="WalletBefore">The wallet's balance before, confirmed.</param>
/// <param name="WalletAfter">The wallet's balance after, its share of the fee deducted; equal to the balance before when it would fail.</param>
/// <param name="WalletFee">The fee that the wallet pays; zero when another account is the fee payer.</param>
public sealed record TransactionSimulation(
    ulong Slot,
    string? ChainError,
    IReadOnlyList<string> Logs,
    ulong UnitsConsumed,
    Lamports WalletBefore,
    Lamports WalletAfter,
    Lamports WalletFee)
{
    /// <summary>
    /// What the transaction changes of the wallet's tokens, by mint; null when the node does not tell. Nothing when it would fail.
    /// </summary>
    public IReadOnlyList<HoldingChange>? Tokens { get; init; }

    /// <summary>What leaves the wallet beside the fee; zero when it gains.</summary>
    public Lamports Outflow => WalletBefore.SubtractOrZero(WalletAfter).SubtractOrZero(WalletFee);
}

/// <summary>The wallet's holdings of a token, all token accounts of the transaction together.</summary>
/// <param name="Mint">The token.</param>
/// <param name="Before">Base units.</param>
/// <param name="After">Base units; an account that has got another owner does not count any more.</param>
public sealed record HoldingChange(SolanaAddress Mint, UInt128 Before, UInt128 After)
{
    /// <summary>Base units that leave; zero when the wallet gains.</summary>
    public UInt128 Outflow => Before > After ? Before - After : UInt128.Zero;
}

/// <param name="LastValidBlockHeight">The blockhash is not valid at a greater block height.</param>
/// <param name="ContextSlot">The slot from which the node answered.</param>
public sealed record BlockhashLife(ulong LastValidBlockHeight, ulong ContextSlot);
