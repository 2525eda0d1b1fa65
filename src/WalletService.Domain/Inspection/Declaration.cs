using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Inspection;

/// <summary>Compares what a caller has declared with what its transaction moves.</summary>
public static class Declaration
{
    /// <summary>
    /// Null when no more leaves of any asset than was declared, and nobody gets more than was declared for him or for anybody.
    /// </summary>
    public static WalletError? FindMismatch(IReadOnlyList<DeclaredMovement> declared, IReadOnlyList<AssetMovement> movements)
    {
        foreach (var asset in movements.GroupBy(movement => movement.Asset))
        {
            var declarations = declared.Where(each => each.Asset == asset.Key).ToArray();
            var total = Sum(declarations.Select(each => each.Amount));
            var actual = Sum(asset.Select(movement => movement.Amount));
            if (actual > total)
            {
                return Refuse(
                    asset.Key, total, actual, $"{actual} base units of {asset.Key} leave the wallet, but {total} were declared.", recipient: null);
            }

            if (FindUndeclaredRecipient(asset.Key, declarations, asset) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>What a recipient gets beyond its own declaration has to be within what was declared for anybody.</summary>
    private static WalletError? FindUndeclaredRecipient(Asset asset, DeclaredMovement[] declarations, IEnumerable<AssetMovement> movements)
    {
        var forAnybody = Sum(declarations.Where(each => each.Recipient is null).Select(each => each.Amount));
        foreach (var paid in movements.GroupBy(movement => movement.Recipient))
        {
            var own = paid.Key is null
                ? UInt128.Zero
                : Sum(declarations.Where(each => each.Recipient == paid.Key).Select(each => each.Amount));
            var actual = Sum(paid.Select(movement => movement.Amount));
            var beyond = actual > own ? actual - own : UInt128.Zero;
            if (beyond > forAnybody)
            {
                var whom = paid.Key?.Value ?? "a recipient that can't be told";
                return Refuse(
                    asset, own, actual, $"{actual} base units of {asset} go to {whom}, but {own + forAnybody} were declared.", paid.Key);
            }

            forAnybody -= beyond;
        }

        return null;
    }

    private static UInt128 Sum(IEnumerable<ulong> amounts) => amounts.Aggregate(UInt128.Zero, (sum, amount) => sum + amount);

    private static WalletError Refuse(Asset asset, UInt128 declared, UInt128 actual, string message, SolanaAddress? recipient)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["rule"] = "declaration",
            ["asset"] = asset.ToString(),
            ["limit"] = declared.ToString(CultureInfo.InvariantCulture),
            ["actual"] = actual.ToString(CultureInfo.InvariantCulture),
        };
        if (recipient is not null)
        {
            details["recipient"] = recipient.Value;
        }

        return new WalletError("POLICY_DENIED", $"The transaction is not what was declared: {message} Nothing was signed.", Retryable: false)
        {
            Details = details,
        };
    }
}
