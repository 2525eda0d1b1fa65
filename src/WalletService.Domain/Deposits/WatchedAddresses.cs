using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Deposits;

/// <summary>
/// The addresses of all wallets, as 64-bit fingerprints: asked for every account of every transaction of the chain, so that a question
/// must cost some nanoseconds however many wallets there are. Two addresses may share a fingerprint; the exact wallet is looked up in
/// the store for the few transactions that are kept.
/// </summary>
/// <remarks>
/// Refresh after the newest slot was read and before its blocks are: a wallet's address is told to nobody before the wallet is
/// committed, so whoever paid to it in one of these blocks did so after the commit, and the refresh finds it. Not thread-safe while it
/// refreshes.
/// </remarks>
public sealed class WatchedAddresses(IWatchedAddressSource source)
{
    /// <summary>32 bytes have at least 32 digits in base58; all of the first 32 go into the fingerprint.</summary>
    private const int FingerprintedLength = 32;

    private readonly HashSet<ulong> fingerprints = [];
    private ulong? mark;

    public int Count => fingerprints.Count;

    /// <summary>Adds the wallets that were committed since the last refresh; all of them the first time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var added = await source.LoadAsync(mark, cancellationToken);
        foreach (var address in added.Addresses)
        {
            fingerprints.Add(Fingerprint(Encoding.ASCII.GetBytes(address)));
        }

        mark = added.Mark;
    }

    /// <summary>Whether the address may be a wallet's: yes too often is possible, no wrongly is not.</summary>
    /// <param name="text">Base58 as UTF-8.</param>
    public bool MayContain(ReadOnlySpan<byte> text) => text.Length >= FingerprintedLength && fingerprints.Contains(Fingerprint(text));

    private static ulong Fingerprint(ReadOnlySpan<byte> text)
    {
        // Multiplying and folding, as in splitmix64: neighbouring texts end up far apart.
        var hash = 0x9E37_79B9_7F4A_7C15UL;
        for (var position = 0; position < FingerprintedLength; position += sizeof(ulong))
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text[position..])) * 0xBF58_476D_1CE4_E5B9UL;
            hash = BitOperations.RotateLeft(hash, 29) ^ (hash >> 32);
        }

        return hash;
    }
}
