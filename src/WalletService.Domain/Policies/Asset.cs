using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>What moves: SOL, counted in lamports, or a token, counted in the base units of its mint.</summary>
public sealed record Asset
{
    /// <summary>How <see cref="Sol"/> is written.</summary>
    public const string SolName = "SOL";

    private Asset(SolanaAddress? mint) => Mint = mint;

    public static Asset Sol { get; } = new(mint: null);

    /// <summary>Null for SOL.</summary>
    public SolanaAddress? Mint { get; }

    public static Asset Token(SolanaAddress mint) => new(mint);

    /// <summary>Reads <c>SOL</c> or a mint's address.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Asset? asset)
    {
        asset = text == SolName ? Sol : SolanaAddress.TryParse(text, out var mint) ? Token(mint) : null;
        return asset is not null;
    }

    /// <exception cref="FormatException">The text is neither.</exception>
    public static Asset Parse(string text) =>
        TryParse(text, out var asset) ? asset : throw new FormatException($"An asset is {SolName} or a mint's address.");

    /// <summary><c>SOL</c>, or the mint's address.</summary>
    public override string ToString() => Mint?.Value ?? SolName;
}
