using System.Globalization;
using MassTransit;

namespace WalletService.Messaging.Wire;

/// <summary>The header <c>schema-version</c>: which version of the contracts the sender speaks. An integer or text; 1 when missing.</summary>
internal static class SchemaVersion
{
    public const int Current = 1;

    private const string Header = "schema-version";

    public static bool IsSupported(Headers headers) =>
        !headers.TryGetHeader(Header, out var value)
        || string.Equals(
            Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim(),
            Current.ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
}
