using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace WalletService.Domain.Values;

/// <summary>
/// Which key of which wallet. Vaults name a key by it, so that it is the same key whenever it is asked for: the wallet's id for the key
/// that the wallet was made with, and the id, a hyphen and the number for each that came after it.
/// </summary>
/// <param name="Number">1 for the first.</param>
public sealed record WalletKeyId(WalletId WalletId, int Number)
{
    public const int First = 1;

    private const int IdLength = 36;

    public static bool TryParse(string? text, [NotNullWhen(true)] out WalletKeyId? id)
    {
        id = null;
        if (text is not { Length: >= IdLength } || !WalletId.TryParse(text[..IdLength], out var wallet))
        {
            return false;
        }

        if (text.Length == IdLength)
        {
            id = new WalletKeyId(wallet, First);
        }
        else if (text[IdLength] == '-'
            && int.TryParse(text.AsSpan(IdLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > First
            && new WalletKeyId(wallet, number).ToString() == text)
        {
            id = new WalletKeyId(wallet, number);
        }

        return id is not null;
    }

    public override string ToString() => Number == First
        ? WalletId.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{WalletId}-{Number}");
}
