using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Balances;
using WalletService.Domain.Values;

namespace WalletService.Redis.Balances;

/// <summary>
/// A cached balance: compact JSON with the version of its form and the wallet's id inside, so that an entry of another version, of
/// another wallet or of another program is never taken for this wallet's balance.
/// </summary>
internal sealed record BalanceEntry(
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("w")] string WalletId,
    [property: JsonPropertyName("u")] string UserId,
    [property: JsonPropertyName("a")] string Address,
    [property: JsonPropertyName("l")] ulong Lamports,
    [property: JsonPropertyName("r")] ulong Reserved,
    [property: JsonPropertyName("s")] ulong Slot,
    [property: JsonPropertyName("t")] DateTimeOffset AsOf)
{
    private const int CurrentVersion = 1;
    private const int MaximumBytes = 2_048;

    public static byte[] Write(WalletBalance balance) => JsonSerializer.SerializeToUtf8Bytes(
        new BalanceEntry(
            CurrentVersion,
            balance.WalletId.ToString(),
            balance.UserId.Value,
            balance.Address.Value,
            balance.Lamports.Value,
            balance.Reserved.Value,
            balance.Slot,
            balance.AsOf),
        BalanceEntryJson.Default.BalanceEntry);

    /// <summary>False for everything that is not exactly what <see cref="Write"/> made for this wallet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, WalletId walletId, [NotNullWhen(true)] out WalletBalance? balance)
    {
        balance = null;
        if (bytes.Length > MaximumBytes || Parse(bytes) is not { Version: CurrentVersion } entry || entry.WalletId != walletId.ToString()
            || !Domain.Values.UserId.TryParse(entry.UserId, out var userId) || !SolanaAddress.TryParse(entry.Address, out var address)
            || entry.AsOf.Offset != TimeSpan.Zero)
        {
            return false;
        }

        balance = new WalletBalance
        {
            WalletId = walletId,
            UserId = userId,
            Address = address,
            Lamports = new Lamports(entry.Lamports),
            Reserved = new Lamports(entry.Reserved),
            Slot = entry.Slot,
            AsOf = entry.AsOf,
        };
        return true;
    }

    private static BalanceEntry? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, BalanceEntryJson.Default.BalanceEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BalanceEntry))]
internal sealed partial class BalanceEntryJson : JsonSerializerContext;
