using System.Buffers.Binary;
using System.Security.Cryptography;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// By what the transactions of transfers that are equal in all else differ (decision 0003): their loaded-data limit is so many bytes less
/// than whole pages. It is derived from the transfer's id, so a transaction also tells whose it may be.
/// </summary>
public static class TransferVariation
{
    /// <summary>How many there are: 0 to 999.</summary>
    public const uint Range = 1_000;

    /// <summary>How many are tried for one transfer, when those before are taken by equal ones.</summary>
    public const uint MaximumTurns = 8;

    /// <summary>The variation with which a transfer is built in a turn, from 0.</summary>
    public static uint Of(TransactionId id, uint turn) => (FirstOf(id) + turn) % Range;

    /// <summary>Whether a transaction with this loaded-data limit may have been built for the transfer; a chance one fits in one of 125 cases.</summary>
    /// <param name="id">The transfer.</param>
    /// <param name="dataSizeLimit">In bytes, as the transaction sets it; null when it sets none.</param>
    public static bool Fits(TransactionId id, uint? dataSizeLimit)
    {
        if (dataSizeLimit is not { } limit)
        {
            return false;
        }

        var variation = (FeeQuote.DataPage - (limit % FeeQuote.DataPage)) % FeeQuote.DataPage;
        return variation < Range && (variation + Range - FirstOf(id)) % Range < MaximumTurns;
    }

    /// <summary>Spreads transfers over the variations, so that equal payments seldom collide in the first place.</summary>
    private static uint FirstOf(TransactionId id) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(id.Value.ToByteArray())) % Range;
}
