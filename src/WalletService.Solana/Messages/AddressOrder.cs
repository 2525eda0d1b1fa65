namespace WalletService.Solana.Messages;

/// <summary>
/// The order in which @solana/kit and web3.js put addresses of one class: by base58 text as English sorts it, that is, digits
/// before letters, letters by the alphabet whatever their case, and lower case first between texts that are otherwise equal.
/// Any order is valid on chain; this one makes our bytes equal to theirs.
/// </summary>
internal sealed class AddressOrder : IComparer<Address>
{
    public static readonly AddressOrder Instance = new();

    public int Compare(Address? x, Address? y)
    {
        var left = x?.ToString() ?? string.Empty;
        var right = y?.ToString() ?? string.Empty;
        var order = string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

        // Lower-case letters come after upper-case ones in ordinal order, so the tie is broken the other way round.
        return order != 0 ? order : string.CompareOrdinal(right, left);
    }
}
