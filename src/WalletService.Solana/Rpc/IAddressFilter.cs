namespace WalletService.Solana.Rpc;

/// <summary>Tells which addresses matter when a block is scanned.</summary>
public interface IAddressFilter
{
    /// <summary>
    /// Whether the address may matter. Asked for every account of every transaction: it has to be fast, and may say yes too often, never
    /// no wrongly.
    /// </summary>
    /// <param name="text">The address in base58, as UTF-8, 32 to 44 characters; anything else does not matter.</param>
    bool MayContain(ReadOnlySpan<byte> text);
}
