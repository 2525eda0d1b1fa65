using System.Globalization;
using WalletService.Domain.Inspection;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>What a caller gives to be signed.</summary>
/// <param name="WireTransaction">In Solana's wire format.</param>
/// <param name="Declared">What the caller says that it takes from the wallet, at most; null when it says nothing.</param>
public sealed record CallerRequest(ReadOnlyMemory<byte> WireTransaction, IReadOnlyList<DeclaredMovement>? Declared = null)
{
    /// <summary>The same for the same request; another declaration is another request.</summary>
    internal RequestFingerprint FingerprintOf(string route, WalletId walletId, string messageHash)
    {
        string[] content = [route, walletId.ToString(), messageHash];
        return Declared is null
            ? RequestFingerprint.Of(content)
            : RequestFingerprint.Of([.. content, .. Declared.SelectMany(Parts)]);
    }

    private static string[] Parts(DeclaredMovement declared) =>
        [declared.Asset.ToString(), declared.Amount.ToString(CultureInfo.InvariantCulture), declared.Recipient?.Value ?? string.Empty];
}
