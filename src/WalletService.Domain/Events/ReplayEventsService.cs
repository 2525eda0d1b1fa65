using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Events;

/// <summary>Reads a wallet's events again, for a subscriber that has missed some.</summary>
public sealed class ReplayEventsService(IWalletStore wallets, IEventLog events)
{
    public async Task<Result<WalletEventPage>> GetAsync(
        UserId userId, WalletId walletId, long fromSequence, int limit, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(userId, walletId, cancellationToken) is null)
        {
            return WalletErrors.WalletNotFound();
        }

        // One more than asked for tells whether there are more.
        var read = await events.ReadWalletAsync(walletId, fromSequence, limit + 1, cancellationToken);
        return new WalletEventPage([.. read.Take(limit)], read.Count > limit ? read[limit].Sequence : null);
    }
}

/// <param name="Events">By sequence.</param>
/// <param name="NextSequence">Where the next page begins; null when there is none now.</param>
public sealed record WalletEventPage(IReadOnlyList<OutboxEvent> Events, long? NextSequence);
