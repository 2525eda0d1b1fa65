using System.Diagnostics.CodeAnalysis;
using WalletService.Contracts.Management;
using WalletService.Domain.Addresses;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Addresses;

/// <summary>Address books as requests and replies carry them. Each refusal names the field as JSON spells it.</summary>
internal static class AddressFields
{
    public static bool TryName(string? text, [NotNullWhen(true)] out AddressName? name, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = AddressName.TryParse(text, out name)
            ? null
            : WalletErrors.ValidationFailed("name", $"is 1 to {AddressName.MaximumLength} characters of a-z, 0-9, dot, underscore and hyphen.");
        return name is not null;
    }

    public static bool TryAddress(
        string? text, [NotNullWhen(true)] out SolanaAddress? address, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = SolanaAddress.TryParse(text, out address)
            ? null
            : WalletErrors.ValidationFailed("address", "is a Solana address: 32 bytes in base58.");
        return address is not null;
    }

    /// <summary>A cursor is the last name of the page before; null for the first page.</summary>
    public static bool TryCursor(string? text, out AddressName? after, [NotNullWhen(false)] out WalletError? refusal)
    {
        after = null;
        refusal = text is null || AddressName.TryParse(text, out after)
            ? null
            : WalletErrors.ValidationFailed("cursor", "is the nextCursor of the page before.");
        return refusal is null;
    }

    public static AddressDetails ToDetails(this AddressEntry entry) => new()
    {
        Name = entry.Name.Value,
        Address = entry.Address.Value,
        AddedAt = entry.AddedAt,
    };
}
