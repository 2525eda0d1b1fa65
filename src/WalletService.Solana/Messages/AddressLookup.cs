namespace WalletService.Solana.Messages;

/// <summary>What a v0 message loads from one address lookup table, by position in the table.</summary>
public sealed class AddressLookup
{
    public required Address Table { get; init; }

    public required ReadOnlyMemory<byte> WritableIndexes { get; init; }

    public required ReadOnlyMemory<byte> ReadonlyIndexes { get; init; }
}
