namespace WalletService.Solana.Rpc;

/// <summary>How to simulate a transaction.</summary>
public sealed record SimulateOptions
{
    public Commitment Commitment { get; init; } = Commitment.Confirmed;

    /// <summary>Check the signatures; cannot go together with <see cref="ReplaceRecentBlockhash"/>.</summary>
    public bool VerifySignatures { get; init; }

    /// <summary>Simulate as if the transaction had a recent blockhash.</summary>
    public bool ReplaceRecentBlockhash { get; init; }

    public ulong? MinContextSlot { get; init; }

    /// <summary>Accounts whose state afterwards shall be told.</summary>
    public IReadOnlyList<Address> Accounts { get; init; } = [];
}
