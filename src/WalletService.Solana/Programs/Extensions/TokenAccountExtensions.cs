using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Programs.Extensions;

/// <summary>The extensions of a token account, read and checked.</summary>
public sealed record TokenAccountExtensions
{
    /// <summary>In the confidential account: behind approval, a key and four ciphertexts.</summary>
    private const int AllowsPlainCreditsOffset = 262;

    private TokenAccountExtensions()
    {
    }

    /// <summary>Transfer fees kept in this account, in base units. They are no part of its amount, and it cannot be closed while there are any.</summary>
    public required ulong WithheldFee { get; init; }

    /// <summary>Every transfer to this account needs a memo directly before it.</summary>
    public required bool RequiresMemo { get; init; }

    /// <summary>Programs may not move the tokens, though the owner has signed.</summary>
    public required bool LocksCpi { get; init; }

    public required bool HasImmutableOwner { get; init; }

    /// <summary>The tokens in it can never be moved.</summary>
    public required bool IsNonTransferable { get; init; }

    /// <summary>The account is set up for confidential transfers: its amount is not all that it holds.</summary>
    public required bool IsConfidential { get; init; }

    /// <summary>False when the account takes confidential transfers only.</summary>
    public required bool AllowsPlainCredits { get; init; }

    /// <summary>False when a known extension is not laid out as the program writes it.</summary>
    internal static bool TryRead(IReadOnlyList<TokenExtension> extensions, [NotNullWhen(true)] out TokenAccountExtensions? read)
    {
        read = null;
        if (!TokenExtensionLayout.FitsAccount(extensions))
        {
            return false;
        }

        bool Has(TokenExtensionType type) => TokenExtensionLayout.Find(extensions, type) is not null;
        bool IsSet(TokenExtensionType type) => TokenExtensionLayout.Find(extensions, type) is { } data && data.Span[0] != 0;
        var confidential = TokenExtensionLayout.Find(extensions, TokenExtensionType.ConfidentialTransferAccount);
        read = new TokenAccountExtensions
        {
            WithheldFee = TokenExtensionLayout.Find(extensions, TokenExtensionType.TransferFeeAmount) is { } fee
                ? AccountData.ReadUInt64(fee.Span, 0)
                : 0,
            RequiresMemo = IsSet(TokenExtensionType.MemoTransfer),
            LocksCpi = IsSet(TokenExtensionType.CpiGuard),
            HasImmutableOwner = Has(TokenExtensionType.ImmutableOwner),
            IsNonTransferable = Has(TokenExtensionType.NonTransferableAccount),
            IsConfidential = confidential is not null,
            AllowsPlainCredits = confidential is not { } data || data.Span[AllowsPlainCreditsOffset] != 0,
        };
        return true;
    }
}
