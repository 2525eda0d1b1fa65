using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Balances;
using WalletService.Domain.Values;

namespace WalletService.Redis.Balances;

/// <summary>A wallet's cached tokens, as guarded as a <see cref="BalanceEntry"/>.</summary>
internal sealed record TokensEntry(
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("w")] string WalletId,
    [property: JsonPropertyName("u")] string UserId,
    [property: JsonPropertyName("s")] ulong Slot,
    [property: JsonPropertyName("t")] DateTimeOffset AsOf,
    [property: JsonPropertyName("r")] IReadOnlyDictionary<string, ulong> Reserved,
    [property: JsonPropertyName("h")] IReadOnlyList<HoldingEntry> Holdings)
{
    private const int CurrentVersion = 1;

    /// <summary>Who holds more than fits is read from the chain each time.</summary>
    private const int MaximumBytes = 64 * 1_024;

    /// <summary>Null when it is too large to be kept.</summary>
    public static byte[]? Write(WalletTokens tokens)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(
            new TokensEntry(
                CurrentVersion,
                tokens.WalletId.ToString(),
                tokens.UserId.Value,
                tokens.Holdings.Slot,
                tokens.AsOf,
                tokens.Reserved.ToDictionary(entry => entry.Key.Value, entry => entry.Value, StringComparer.Ordinal),
                [.. tokens.Holdings.Tokens.Select(HoldingEntry.Of)]),
            TokensEntryJson.Default.TokensEntry);
        return bytes.Length <= MaximumBytes ? bytes : null;
    }

    /// <summary>False for everything that is not exactly what <see cref="Write"/> made for this wallet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, WalletId walletId, [NotNullWhen(true)] out WalletTokens? tokens)
    {
        tokens = null;
        if (bytes.Length > MaximumBytes || Parse(bytes) is not { Version: CurrentVersion } entry || entry.WalletId != walletId.ToString()
            || !Domain.Values.UserId.TryParse(entry.UserId, out var userId) || entry.AsOf.Offset != TimeSpan.Zero)
        {
            return false;
        }

        var reserved = new Dictionary<SolanaAddress, ulong>();
        foreach (var (mint, amount) in entry.Reserved)
        {
            if (!SolanaAddress.TryParse(mint, out var address))
            {
                return false;
            }

            reserved[address] = amount;
        }

        var holdings = new List<TokenHolding>(entry.Holdings.Count);
        foreach (var holding in entry.Holdings)
        {
            if (holding?.ToHolding() is not { } read)
            {
                return false;
            }

            holdings.Add(read);
        }

        tokens = new WalletTokens
        {
            WalletId = walletId,
            UserId = userId,
            Holdings = new TokenHoldings(holdings, entry.Slot),
            Reserved = reserved,
            AsOf = entry.AsOf,
        };
        return true;
    }

    private static TokensEntry? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, TokensEntryJson.Default.TokensEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One token account of a <see cref="TokensEntry"/>.</summary>
internal sealed record HoldingEntry(
    [property: JsonPropertyName("m")] string Mint,
    [property: JsonPropertyName("a")] string TokenAccount,
    [property: JsonPropertyName("p")] string Program,
    [property: JsonPropertyName("d")] byte Decimals,
    [property: JsonPropertyName("n")] ulong Amount,
    [property: JsonPropertyName("i")] string UiAmount,
    [property: JsonPropertyName("k")] UiAmountMeaning UiAmountMeaning,
    [property: JsonPropertyName("o")] bool IsAssociated,
    [property: JsonPropertyName("st")] string State,
    [property: JsonPropertyName("de")] string? Delegate = null,
    [property: JsonPropertyName("da")] ulong DelegatedAmount = 0,
    [property: JsonPropertyName("ca")] string? CloseAuthority = null,
    [property: JsonPropertyName("sy")] string? Symbol = null,
    [property: JsonPropertyName("na")] string? Name = null)
{
    public static HoldingEntry Of(TokenHolding holding) => new(
        holding.Mint.Value,
        holding.TokenAccount.Value,
        holding.Program,
        holding.Decimals,
        holding.Amount,
        holding.UiAmount,
        holding.UiAmountMeaning,
        holding.IsAssociated,
        holding.State,
        holding.Delegate?.Value,
        holding.DelegatedAmount,
        holding.CloseAuthority?.Value,
        holding.Symbol,
        holding.Name);

    /// <summary>Null when it is none that the service has written.</summary>
    public TokenHolding? ToHolding()
    {
        if (!SolanaAddress.TryParse(Mint, out var mint) || !SolanaAddress.TryParse(TokenAccount, out var account)
            || !TryOptional(Delegate, out var trustee) || !TryOptional(CloseAuthority, out var closer)
            || Program is not (TokenHolding.Token or TokenHolding.Token2022) || State is not (TokenHolding.Initialized or TokenHolding.Frozen)
            || !Enum.IsDefined(UiAmountMeaning))
        {
            return null;
        }

        return new TokenHolding
        {
            Mint = mint,
            TokenAccount = account,
            Program = Program,
            Decimals = Decimals,
            Amount = Amount,
            UiAmount = UiAmount,
            UiAmountMeaning = UiAmountMeaning,
            IsAssociated = IsAssociated,
            State = State,
            Delegate = trustee,
            DelegatedAmount = DelegatedAmount,
            CloseAuthority = closer,
            Symbol = Symbol,
            Name = Name,
        };
    }

    private static bool TryOptional(string? text, out SolanaAddress? address)
    {
        address = null;
        return text is null || SolanaAddress.TryParse(text, out address);
    }
}

[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokensEntry))]
internal sealed partial class TokensEntryJson : JsonSerializerContext;
