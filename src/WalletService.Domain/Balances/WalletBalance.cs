using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>A wallet's SOL as seen at a slot, and what of it is free to be spent.</summary>
public sealed record WalletBalance : IWalletRead
{
    public required WalletId WalletId { get; init; }

    public required UserId UserId { get; init; }

    public required SolanaAddress Address { get; init; }

    /// <summary>On chain, at <see cref="Slot"/>.</summary>
    public required Lamports Lamports { get; init; }

    /// <summary>Held back by open transfers.</summary>
    public required Lamports Reserved { get; init; }

    public required ulong Slot { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public Lamports Available => Lamports.SubtractOrZero(Reserved);
}
