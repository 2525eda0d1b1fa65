using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Transactions;

/// <summary>Makes values of what callers declare. Each refusal names the field as JSON spells it.</summary>
internal static class DeclarationFields
{
    /// <summary>A transaction holds no more instructions.</summary>
    public const int MostDeclarations = 64;

    /// <summary>Null when nothing was declared.</summary>
    public static bool TryRead(
        IReadOnlyList<DeclaredOutflow>? given, out IReadOnlyList<DeclaredMovement>? declared, [NotNullWhen(false)] out WalletError? refusal)
    {
        declared = null;
        refusal = given?.Count > MostDeclarations
            ? WalletErrors.ValidationFailed("declares", $"has at most {MostDeclarations} entries.")
            : null;
        if (given is null || refusal is not null)
        {
            return refusal is null;
        }

        var read = new List<DeclaredMovement>(given.Count);
        for (var index = 0; index < given.Count; index++)
        {
            if (!TryRead(given[index], $"declares[{index}]", out var movement, out refusal))
            {
                return false;
            }

            read.Add(movement);
        }

        declared = read;
        return true;
    }

    private static bool TryRead(
        DeclaredOutflow? given,
        string field,
        [NotNullWhen(true)] out DeclaredMovement? declared,
        [NotNullWhen(false)] out WalletError? refusal)
    {
        declared = null;
        SolanaAddress? recipient = null;
        if (given is null || !Asset.TryParse(given.Asset, out var asset))
        {
            refusal = WalletErrors.ValidationFailed($"{field}.asset", "is SOL or the address of a token's mint.");
        }
        else if (!ulong.TryParse(given.Amount, NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            refusal = WalletErrors.ValidationFailed($"{field}.amount", "is a whole number of base units as text, without sign.");
        }
        else if (given.Recipient is not null && !SolanaAddress.TryParse(given.Recipient, out recipient))
        {
            refusal = WalletErrors.ValidationFailed($"{field}.recipient", "is a Solana address: 32 bytes in base58.");
        }
        else
        {
            declared = new DeclaredMovement(asset, amount, recipient);
            refusal = null;
        }

        return refusal is null;
    }
}
