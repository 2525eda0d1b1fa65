using WalletService.Domain.Auditing;
using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Management;

internal sealed class EmbeddedKeyRotations(EmbeddedDatabase database) : IKeyRotations
{
    public Task<IReadOnlyList<WalletAddress>> ListAddressesAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<WalletAddress>>(
                database.Wallets.GetValueOrDefault(walletId.Value) is { } stored ? [.. stored.Addresses] : []);
        }
    }

    public Task<RotationBeginning> BeginAsync(
        RotationRequest request, Func<RotationState, WalletError?> findObstacle, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Begin(request, findObstacle));
        }
    }

    public Task<Wallet> CompleteAsync(KeyRotation rotation, WalletKey key, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var stored = database.Wallets[rotation.WalletId.Value];
            if (!database.Rotations[rotation.Id].IsCompleted)
            {
                Complete(stored, rotation, key);
            }

            return Task.FromResult(stored.Wallet!);
        }
    }

    public Task<IReadOnlyList<KeyRotation>> FindOpenAsync(DateTimeOffset begunBefore, int limit, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<KeyRotation>>(
            [
                .. database.Rotations.Values
                    .Where(stored => !stored.IsCompleted && stored.StartedAt < begunBefore)
                    .OrderBy(stored => stored.StartedAt)
                    .Take(limit)
                    .Select(stored => stored.Rotation),
            ]);
        }
    }

    public Task RestoreAsync(WalletId walletId, IReadOnlyDictionary<int, WalletKey> keys, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var stored = database.Wallets[walletId.Value];
            var older = keys.Where(key => stored.Addresses.TrueForAll(address => address.Key != key.Value)).OrderBy(key => key.Key).ToArray();
            if (older.Length > 0)
            {
                Restore(stored, older, keys.Keys.Max());
            }

            return Task.CompletedTask;
        }
    }

    public Task<string?> GiveUpAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var stored = database.Wallets[walletId.Value];
            var isPaying = database.Transfers.Values
                .Select(item => item.Transfer)
                .Any(transfer => transfer.WalletId == walletId && transfer.KeyNumber == keyNumber && !transfer.Status.IsEnd());
            switch (stored.Addresses.Find(address => address.KeyNumber == keyNumber))
            {
                case null:
                    return Task.FromResult<string?>("The wallet has no such key.");
                case { State: WalletAddressState.Current }:
                    return Task.FromResult<string?>("It is the wallet's current key. Rotate it first.");
                case { State: WalletAddressState.Retired } when isPaying:
                    return Task.FromResult<string?>("Transfers that pay from this address are on their way. Wait until they have ended.");
                case { State: WalletAddressState.Retired } address:
                    Move(stored, address, WalletAddressState.Destroying);
                    database.Record(stored, ManagementAudit.KeyGivenUp(address, caller));
                    break;
            }

            return Task.FromResult<string?>(null);
        }
    }

    public Task KeepAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var stored = database.Wallets[walletId.Value];
            if (stored.Addresses.Find(address => address.KeyNumber == keyNumber) is { State: WalletAddressState.Destroying } address)
            {
                Move(stored, address, WalletAddressState.Retired);
                database.Record(stored, ManagementAudit.KeyKept(address, caller));
            }

            return Task.CompletedTask;
        }
    }

    private void Move(StoredWallet stored, WalletAddress address, WalletAddressState state)
    {
        var now = database.Time.GetUtcNow();
        stored.Addresses[stored.Addresses.IndexOf(address)] = address with { State = state, Since = now };
        stored.Sweeps[address.KeyNumber] = (now, stored.Sweeps[address.KeyNumber].Rounds);
    }

    private void Restore(StoredWallet stored, IReadOnlyCollection<KeyValuePair<int, WalletKey>> older, int current)
    {
        var now = database.Time.GetUtcNow();
        stored.Addresses[^1] = stored.Addresses[^1] with { KeyNumber = current };
        stored.Wallet = stored.Wallet! with { KeyNumber = current };
        stored.Addresses.InsertRange(
            stored.Addresses.Count - 1, older.Select(key => new WalletAddress(key.Key, key.Value, WalletAddressState.Retired, now)));
        foreach (var key in older)
        {
            stored.Sweeps[key.Key] = (now, 0);
        }

        database.Record(stored, ManagementAudit.KeysRestored(older));
    }

    private RotationBeginning Begin(RotationRequest request, Func<RotationState, WalletError?> findObstacle)
    {
        if (database.Wallets.GetValueOrDefault(request.WalletId.Value) is not { Wallet: { } wallet } stored || wallet.UserId != request.UserId)
        {
            return new RotationBeginning.Refused(WalletErrors.WalletNotFound());
        }

        var key = (request.UserId.Value, request.IdempotencyKey.Value);
        if (database.Requests.TryGetValue(key, out var earlier))
        {
            return earlier.IsSame(StoredRequest.Rotate, request.Fingerprint)
                ? database.Rotations[earlier.ResourceId] is { IsCompleted: false } open
                    ? new RotationBeginning.Begun(open.Rotation)
                    : new RotationBeginning.Completed(wallet)
                : new RotationBeginning.Refused(WalletErrors.IdempotencyConflict());
        }

        var state = new RotationState(
            wallet,
            database.FindFrozen(SigningGate.Targets(request.Caller, request.UserId, request.WalletId)),
            database.Rotations.Values.Any(item => item.Rotation.WalletId == wallet.Id && !item.IsCompleted),
            database.Batches.Values.Any(item => item.Batch.WalletId == wallet.Id && item.Batch.Status != BatchStatus.Ended));
        if (findObstacle(state) is { } obstacle)
        {
            return new RotationBeginning.Refused(obstacle);
        }

        var begun = new KeyRotation(request.Id, wallet.Id, wallet.UserId, wallet.KeyNumber + 1, request.Caller, request.Reason);
        database.Requests.Add(key, new StoredRequest(StoredRequest.Rotate, request.Fingerprint, begun.Id));
        database.Rotations.Add(begun.Id, new StoredRotation(begun, request.At));
        database.Record(stored, ManagementAudit.KeyRotationBegun(begun));
        return new RotationBeginning.Begun(begun);
    }

    private void Complete(StoredWallet stored, KeyRotation rotation, WalletKey key)
    {
        var now = database.Time.GetUtcNow();
        var before = stored.Wallet!;
        var after = before with { Key = key, KeyNumber = rotation.KeyNumber };
        stored.Addresses[^1] = stored.Addresses[^1] with { State = WalletAddressState.Retired, Since = now };
        stored.Sweeps[before.KeyNumber] = (now, 0);
        stored.Addresses.Add(new WalletAddress(after.KeyNumber, key, WalletAddressState.Current, now));
        stored.Wallet = after;
        database.Rotations[rotation.Id].IsCompleted = true;
        database.Record(stored, ManagementAudit.KeyRotated(rotation, before, after), WalletEvents.KeyRotated(before, after));
    }
}
