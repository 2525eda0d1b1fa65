using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Solana.Programs;

/// <summary>
/// A mint of the Token or Token-2022 program. The layout alone proves nothing: check first that one of the two programs owns the
/// account.
/// </summary>
public sealed class Mint
{
    /// <summary>Length in bytes without extensions.</summary>
    public const int BaseLength = 82;

    private const int MintAuthorityOffset = 0;
    private const int SupplyOffset = 36;
    private const int DecimalsOffset = 44;
    private const int InitializedOffset = 45;
    private const int FreezeAuthorityOffset = 46;

    private Mint()
    {
    }

    /// <summary>In base units.</summary>
    public required ulong Supply { get; init; }

    public required byte Decimals { get; init; }

    public required Address? MintAuthority { get; init; }

    /// <summary>Who may freeze any account of this mint.</summary>
    public required Address? FreezeAuthority { get; init; }

    /// <summary>All extensions, the unknown ones too.</summary>
    public required IReadOnlyList<TokenExtension> Extensions { get; init; }

    /// <summary>Those of them that matter to a holder, read.</summary>
    public required MintExtensions Known { get; init; }

    /// <summary>
    /// Name and symbol kept in the mint itself; null when there are none. Anyone can choose any name: a token is known by its
    /// mint's address only.
    /// </summary>
    public TokenMetadata? Metadata =>
        Extensions.FirstOrDefault(extension => extension.KnownType == TokenExtensionType.TokenMetadata) is { } extension
        && TokenMetadata.TryParse(extension.Data.Span, out var metadata)
            ? metadata
            : null;

    /// <summary>False when the data is not an initialised mint.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, [NotNullWhen(true)] out Mint? mint)
    {
        mint = null;
        if (data.Length < BaseLength
            || data[InitializedOffset] != 1
            || !AccountData.TryReadOptionalAddress(data, MintAuthorityOffset, out var mintAuthority)
            || !AccountData.TryReadOptionalAddress(data, FreezeAuthorityOffset, out var freezeAuthority)
            || !TokenExtensions.TryRead(data, BaseLength, TokenExtensions.MintKind, out var extensions)
            || !MintExtensions.TryRead(extensions, out var known))
        {
            return false;
        }

        mint = new Mint
        {
            Supply = AccountData.ReadUInt64(data, SupplyOffset),
            Decimals = data[DecimalsOffset],
            MintAuthority = mintAuthority,
            FreezeAuthority = freezeAuthority,
            Extensions = extensions,
            Known = known,
        };
        return true;
    }
}
