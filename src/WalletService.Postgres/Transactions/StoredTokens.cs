using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions;

/// <summary>The forms of <c>transfers.token_movement</c> and <c>transfers.token_balances</c>.</summary>
internal static class StoredTokens
{
    public static string? Write(TokenMovement? movement) => movement is null
        ? null
        : JsonSerializer.Serialize(
            new Movement(
                movement.Mint.Value,
                movement.Program.Value,
                movement.Decimals,
                movement.SourceAccount.Value,
                [.. movement.Parts.Select(WritePart)],
                movement.Memo,
                movement.HarvestsFees),
            StoredTokensContext.Default.Movement);

    public static TokenMovement? ReadMovement(string? json) =>
        json is null || JsonSerializer.Deserialize(json, StoredTokensContext.Default.Movement) is not { } stored
            ? null
            : new TokenMovement(
                SolanaAddress.Parse(stored.Mint),
                SolanaAddress.Parse(stored.Program),
                stored.Decimals,
                SolanaAddress.Parse(stored.SourceAccount),
                [.. stored.Parts.Select(ReadPart)],
                stored.Memo)
            {
                HarvestsFees = stored.HarvestsFees,
            };

    public static string? Write(TokenBalances? balances) =>
        balances is null ? null : JsonSerializer.Serialize(balances, StoredTokensContext.Default.TokenBalances);

    public static TokenBalances? ReadBalances(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, StoredTokensContext.Default.TokenBalances);

    private static Part WritePart(TokenPart part) => new(
        part.Recipient.Value,
        part.RecipientAccount.Value,
        part.Amount,
        part.TransferFee,
        part.CreatesAccount,
        part.RequiresMemo,
        [.. part.HookAccounts.Select(account => new Account(account.Address.Value, account.IsWritable))]);

    private static TokenPart ReadPart(Part part) => new(
        SolanaAddress.Parse(part.Recipient),
        SolanaAddress.Parse(part.RecipientAccount),
        part.Amount,
        part.TransferFee,
        part.CreatesAccount,
        part.RequiresMemo,
        [.. part.HookAccounts.Select(account => new HookAccount(SolanaAddress.Parse(account.Address), account.IsWritable))]);

    internal sealed record Movement(
        string Mint, string Program, byte Decimals, string SourceAccount, Part[] Parts, string? Memo, bool HarvestsFees = false);

    internal sealed record Part(
        string Recipient, string RecipientAccount, ulong Amount, ulong? TransferFee, bool CreatesAccount, bool RequiresMemo, Account[] HookAccounts);

    internal sealed record Account(string Address, bool IsWritable);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredTokens.Movement))]
[JsonSerializable(typeof(TokenBalances))]
internal sealed partial class StoredTokensContext : JsonSerializerContext;
