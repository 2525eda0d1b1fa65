namespace WalletService.Solana.Rpc;

/// <summary>The part of an account's data that is wanted, in bytes; less comes when the data end before.</summary>
public sealed record DataSlice(ulong Offset, ulong Length)
{
    /// <summary>No data at all: for balances.</summary>
    public static DataSlice Nothing { get; } = new(0, 0);
}
