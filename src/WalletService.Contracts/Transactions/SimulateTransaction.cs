namespace WalletService.Contracts.Transactions;

/// <summary>Tells what a transaction would do, without signing or sending it. Route <see cref="Routes.SimulateTransaction"/>.</summary>
public sealed record SimulateTransaction
{
    public required string UserId { get; init; }

    /// <summary>The wallet whose balance is told.</summary>
    public required string WalletId { get; init; }

    /// <summary>Base64 of a legacy or v0 transaction in Solana's wire format; signatures and blockhash are not checked.</summary>
    public required string Transaction { get; init; }
}

/// <summary>What a transaction would do at a slot. Another state of the chain may give another result.</summary>
public sealed record SimulationDetails
{
    /// <summary>The slot as of which it was simulated.</summary>
    public required ulong Slot { get; init; }

    /// <summary>The chain's error as JSON text; missing when it would succeed.</summary>
    public string? Error { get; init; }

    /// <summary>What the programs logged.</summary>
    public required IReadOnlyList<string> Logs { get; init; }

    /// <summary>Compute units.</summary>
    public required ulong UnitsConsumed { get; init; }

    /// <summary>Integer as text.</summary>
    public required string WalletBeforeLamports { get; init; }

    /// <summary>Integer as text; equal to the balance before when it would fail.</summary>
    public required string WalletAfterLamports { get; init; }

    /// <summary>The fee that the wallet would pay, 0 when another account does; integer as text.</summary>
    public required string FeeLamports { get; init; }
}

/// <inheritdoc cref="SimulateTransaction"/>
public sealed record SimulateTransactionReply : Reply<SimulationDetails>;
