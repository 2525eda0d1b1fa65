using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Programs.Extensions;

/// <summary>
/// The extensions of a mint whose values matter to a holder, read and checked. Extensions that only describe (metadata and groups)
/// and unknown ones are in <see cref="Mint.Extensions"/> alone.
/// </summary>
public sealed record MintExtensions
{
    private MintExtensions()
    {
    }

    /// <summary>Transfers cost a share of the amount.</summary>
    public required TransferFeeConfig? TransferFee { get; init; }

    /// <summary>A program of the issuer's choice takes part in every transfer.</summary>
    public required TransferHook? TransferHook { get; init; }

    /// <summary>The issuer may stop all transfers.</summary>
    public required PausableConfig? Pausable { get; init; }

    /// <summary>Tokens can never be moved.</summary>
    public required bool IsNonTransferable { get; init; }

    /// <summary>The state that new token accounts begin in, when the mint sets one.</summary>
    public required TokenAccountState? DefaultAccountState { get; init; }

    /// <summary>Whether the extension is there; the authority may be gone.</summary>
    public required ExtensionAuthority? PermanentDelegate { get; init; }

    /// <summary>Who may close the mint once nothing is left of it, and so make another at the same address.</summary>
    public required ExtensionAuthority? CloseAuthority { get; init; }

    /// <summary>The amount shown grows with time; the tokens do not.</summary>
    public required InterestBearingConfig? InterestBearing { get; init; }

    /// <summary>The amount shown is a multiple of the tokens.</summary>
    public required ScaledUiAmountConfig? ScaledUiAmount { get; init; }

    /// <summary>Balances may move in encrypted form.</summary>
    public required ConfidentialTransferMint? ConfidentialTransfer { get; init; }

    /// <summary>Where the mint says that its metadata is.</summary>
    public required MetadataPointer? MetadataPointer { get; init; }

    /// <summary>Whether somebody must agree to every burning of tokens.</summary>
    public required ExtensionAuthority? PermissionedBurn { get; init; }

    /// <summary>False when a known extension is not laid out as the program writes it.</summary>
    internal static bool TryRead(IReadOnlyList<TokenExtension> extensions, [NotNullWhen(true)] out MintExtensions? read)
    {
        read = null;
        if (!TokenExtensionLayout.FitsMint(extensions))
        {
            return false;
        }

        T? Read<T>(TokenExtensionType type, Func<ReadOnlyMemory<byte>, T> parse)
            where T : class =>
            TokenExtensionLayout.Find(extensions, type) is { } data ? parse(data) : null;

        var found = new MintExtensions
        {
            TransferFee = Read(TokenExtensionType.TransferFeeConfig, data => TransferFeeConfig.Read(data.Span)),
            TransferHook = Read(TokenExtensionType.TransferHook, data => TransferHook.Read(data.Span)),
            Pausable = Read(TokenExtensionType.Pausable, data => PausableConfig.Read(data.Span)),
            IsNonTransferable = TokenExtensionLayout.Find(extensions, TokenExtensionType.NonTransferable) is not null,
            DefaultAccountState = (TokenAccountState?)TokenExtensionLayout.Find(extensions, TokenExtensionType.DefaultAccountState)?.Span[0],
            PermanentDelegate = Read(TokenExtensionType.PermanentDelegate, data => ExtensionAuthority.Read(data.Span)),
            CloseAuthority = Read(TokenExtensionType.MintCloseAuthority, data => ExtensionAuthority.Read(data.Span)),
            InterestBearing = Read(TokenExtensionType.InterestBearingConfig, data => InterestBearingConfig.Read(data.Span)),
            ScaledUiAmount = Read(TokenExtensionType.ScaledUiAmount, data => ScaledUiAmountConfig.Read(data.Span)),
            ConfidentialTransfer = Read(TokenExtensionType.ConfidentialTransferMint, data => ConfidentialTransferMint.Read(data.Span)),
            MetadataPointer = Read(TokenExtensionType.MetadataPointer, data => MetadataPointer.Read(data.Span)),
            PermissionedBurn = Read(TokenExtensionType.PermissionedBurn, data => ExtensionAuthority.Read(data.Span)),
        };
        var isValid = found.TransferFee is not { IsValid: false }
            && found.DefaultAccountState is null or TokenAccountState.Initialized or TokenAccountState.Frozen;
        read = isValid ? found : null;
        return isValid;
    }
}
