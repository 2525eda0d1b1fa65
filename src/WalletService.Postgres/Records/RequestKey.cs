using WalletService.Domain.Values;

namespace WalletService.Postgres.Records;

/// <summary>What an idempotency key is unique in: the user who gave it.</summary>
internal sealed record RequestKey(string UserId, string Key)
{
    public static RequestKey Of(UserId userId, IdempotencyKey key) => new(userId.Value, key.Value);
}
