using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Deposits;

internal sealed class EmbeddedDepositHistory(EmbeddedDatabase database) : IDepositHistory
{
    public Task<DepositPage> ListAsync(UserId userId, DepositFilter filter, int limit, Guid? before, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var newestFirst = Enumerable.Reverse(database.Books.Deposits).Where(deposit => deposit.UserId == userId);
            var matching = newestFirst
                .SkipWhile(deposit => before is not null && deposit.Id != before)
                .Skip(before is null ? 0 : 1)
                .Where(deposit => (filter.WalletId is null || deposit.WalletId == filter.WalletId)
                    && (filter.Mint is null || deposit.Mint == filter.Mint)
                    && (filter.Status is null || deposit.Status == filter.Status))
                .Take(limit + 1)
                .ToArray();
            return Task.FromResult(new DepositPage(matching[..Math.Min(limit, matching.Length)], matching.Length > limit ? matching[limit - 1].Id : null));
        }
    }

    public Task<IReadOnlyList<LedgerEntry>> ReadBooksAsync(
        WalletId walletId, int skip, int limit, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<LedgerEntry>>(
                [.. database.Books.Entries.Where(entry => entry.Account.WalletId == walletId).Skip(skip).Take(limit)]);
        }
    }
}
