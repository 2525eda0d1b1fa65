using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>Lists a user's wallets, page by page.</summary>
public sealed class ListWalletsService(IWalletStore wallets)
{
    public const int DefaultLimit = 50;
    public const int MaximumLimit = 200;

    public async Task<Result<WalletPage>> ListAsync(UserId userId, int? limit, WalletId? after, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaximumLimit)
        {
            return WalletErrors.ValidationFailed("limit", $"is a number from 1 to {MaximumLimit}.");
        }

        return await wallets.ListAsync(userId, limit ?? DefaultLimit, after, cancellationToken);
    }
}
