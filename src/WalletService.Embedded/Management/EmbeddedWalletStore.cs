using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Management;

internal sealed class EmbeddedWalletStore(EmbeddedDatabase database) : IWalletStore
{
    public Task<WalletReservation> ReserveAsync(NewWallet wallet, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Reserve(wallet));
        }
    }

    public Task<Wallet> CompleteAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var stored = database.Wallets.GetValueOrDefault(walletId.Value)
                ?? throw new InvalidOperationException($"Wallet {walletId} was never reserved.");
            return Task.FromResult(stored.Wallet ?? Complete(stored, key));
        }
    }

    public Task<Wallet?> FindAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Find(userId, walletId)?.Wallet);
        }
    }

    public Task<Wallet?> FindWithKeyAsync(UserId userId, WalletId walletId, int keyNumber, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(
                Find(userId, walletId) is { } stored && stored.Addresses.Find(known => known.KeyNumber == keyNumber) is { } address
                    ? stored.Wallet! with { Key = address.Key, KeyNumber = keyNumber }
                    : null);
        }
    }

    public Task<WalletPage> ListAsync(UserId userId, int limit, WalletId? after, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var wallets = WalletsOf(userId)
                .Select(stored => stored.Wallet!)
                .OrderBy(wallet => (wallet.CreatedAt, wallet.Id.Value))
                .ToList();
            if (after is not null)
            {
                var position = wallets.FindIndex(wallet => wallet.Id == after);
                wallets = position < 0 ? [] : wallets[(position + 1)..];
            }

            var page = wallets.Take(limit).ToArray();
            return Task.FromResult(new WalletPage(page, wallets.Count > page.Length ? page[^1].Id : null));
        }
    }

    public Task<Wallet?> ActivateAsync(CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (Find(userId, walletId) is not { } chosen)
            {
                return Task.FromResult<Wallet?>(null);
            }

            if (chosen.Wallet is { IsActive: false, Status: not WalletStatus.Archived })
            {
                foreach (var other in WalletsOf(userId))
                {
                    other.Wallet = other.Wallet! with { IsActive = false };
                }

                chosen.Wallet = chosen.Wallet with { IsActive = true };
                database.Record(chosen, AuditDrafts.WalletActivated(caller), WalletEvents.Activated(chosen.Wallet));
            }

            return Task.FromResult<Wallet?>(chosen.Wallet);
        }
    }

    private WalletReservation Reserve(NewWallet wallet)
    {
        var key = (wallet.UserId.Value, wallet.IdempotencyKey.Value);
        if (!database.Requests.TryGetValue(key, out var request))
        {
            var prepared = database.PreparedKeys.Take(wallet.KeyProvider);
            var reserved = new StoredWallet(wallet with { Id = prepared?.Id ?? wallet.Id });
            database.Requests.Add(key, new StoredRequest(StoredRequest.Create, wallet.Fingerprint, reserved.Request.Id.Value));
            database.Wallets.Add(reserved.Request.Id.Value, reserved);
            return prepared?.Key is { } made
                ? new WalletReservation.Completed(Complete(reserved, made))
                : new WalletReservation.Reserved(wallet.Id);
        }

        if (!request.IsSame(StoredRequest.Create, wallet.Fingerprint))
        {
            return new WalletReservation.Conflict();
        }

        var stored = database.Wallets[request.ResourceId];
        return stored.Wallet is { } completed
            ? new WalletReservation.Completed(completed)
            : new WalletReservation.Reserved(stored.Request.Id);
    }

    private Wallet Complete(StoredWallet stored, WalletKey key)
    {
        var isFirst = !WalletsOf(stored.Request.UserId).Any();
        stored.Wallet = new Wallet
        {
            Id = stored.Request.Id,
            UserId = stored.Request.UserId,
            Label = stored.Request.Label,
            Key = key,
            Status = WalletStatus.Open,
            IsActive = isFirst,
            CreatedAt = stored.Request.CreatedAt,
        };
        stored.Addresses.Add(new WalletAddress(1, key, WalletAddressState.Current, stored.Request.CreatedAt));
        database.Record(stored, AuditDrafts.WalletCreated(stored.Wallet, stored.Request.Caller), WalletEvents.Created(stored.Wallet));
        return stored.Wallet;
    }

    private StoredWallet? Find(UserId userId, WalletId walletId) =>
        database.Wallets.GetValueOrDefault(walletId.Value) is { Wallet: not null } stored && stored.Request.UserId == userId ? stored : null;

    private IEnumerable<StoredWallet> WalletsOf(UserId userId) =>
        database.Wallets.Values.Where(stored => stored.Wallet is not null && stored.Request.UserId == userId);
}
