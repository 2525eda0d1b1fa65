using WalletService.Domain.Auditing;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>
/// Makes the wallets of an empty database anew from the keys in the vault. It may be run again after it was interrupted: a wallet
/// that is there already stays as it is.
/// </summary>
/// <param name="wasUsed">Whether the chain knows the address.</param>
public sealed class WalletRecovery(
    IWalletStore wallets, IKeyRotations rotations, IFreezeStore freezes, Func<SolanaAddress, CancellationToken, Task<bool>> wasUsed, TimeProvider time)
{
    /// <summary>The user who has the wallets whose owner nobody knows.</summary>
    public static UserId UnknownOwner { get; } = UserId.Parse("unknown-owner");

    /// <summary>In whose name the audit log has the wallets made.</summary>
    public static CallerId Caller { get; } = CallerId.Parse("walletctl");

    private static readonly WalletLabel UnknownLabel = WalletLabel.Parse("recovered");

    /// <param name="owners">What is known of the wallets from outside of the database.</param>
    public async Task<RecoveryReport> RunAsync(
        IAsyncEnumerable<RegisteredKey> keys, IReadOnlyDictionary<WalletId, WalletOwner> owners, CancellationToken cancellationToken)
    {
        var report = new RecoveryReport();
        var found = await ReadAsync(keys, report, cancellationToken);
        foreach (var group in found.GroupBy(entry => entry.WalletId!).OrderBy(group => group.Min(entry => entry.CreatedAt)))
        {
            var owner = owners.GetValueOrDefault(group.Key);
            var chosen = await ChooseAsync([.. group], owner, report, cancellationToken);
            if (chosen.Count > 0)
            {
                await RestoreAsync(chosen, owner, report, cancellationToken);
            }
        }

        var there = found.Select(entry => entry.WalletId!).ToHashSet();
        foreach (var missing in owners.Keys.Where(id => !there.Contains(id)))
        {
            report.Missing.Add(missing);
        }

        return report;
    }

    private static async Task<List<RegisteredKey>> ReadAsync(
        IAsyncEnumerable<RegisteredKey> keys, RecoveryReport report, CancellationToken cancellationToken)
    {
        var found = new List<RegisteredKey>();
        await foreach (var entry in keys.WithCancellation(cancellationToken))
        {
            if (entry.WalletId == AuditCheckpointer.KeyId)
            {
                // It is the service's own: no wallet is made of it, and the service finds it by its id.
                continue;
            }

            if (entry is { Key: not null, WalletId: not null })
            {
                found.Add(entry);
            }
            else
            {
                report.LeftOut.Add(entry);
            }
        }

        return found;
    }

    /// <summary>
    /// The wallet's keys among those made for its id, by their numbers: the newest is the current one, the others were retired by
    /// rotations. Empty when none of them has the address that the wallet is known to have had.
    /// </summary>
    private async Task<IReadOnlyList<RegisteredKey>> ChooseAsync(
        IReadOnlyList<RegisteredKey> entries, WalletOwner? owner, RecoveryReport report, CancellationToken cancellationToken)
    {
        var chosen = new List<RegisteredKey>();
        foreach (var sameNumber in entries.GroupBy(entry => entry.KeyNumber).OrderBy(group => group.Key))
        {
            chosen.Add(await ChooseOneAsync([.. sameNumber], owner, cancellationToken));
        }

        if (owner?.Address is { } address && chosen.TrueForAll(entry => entry.Key!.Address != address))
        {
            report.Missing.Add(owner.WalletId);
            chosen.Clear();
        }

        foreach (var other in entries.Except(chosen))
        {
            report.LeftOut.Add(other with { Problem = "It is another key than the wallet's." });
        }

        return chosen;
    }

    /// <summary>
    /// Of several keys of one number: there are such when creation was repeated while a location was away, and one of them at most was
    /// ever told to anybody.
    /// </summary>
    private async Task<RegisteredKey> ChooseOneAsync(
        IReadOnlyList<RegisteredKey> entries, WalletOwner? owner, CancellationToken cancellationToken)
    {
        if (entries.Count == 1)
        {
            return entries[0];
        }

        if (entries.FirstOrDefault(entry => entry.Key!.Address == owner?.Address) is { } known)
        {
            return known;
        }

        foreach (var entry in entries)
        {
            if (await wasUsed(entry.Key!.Address, cancellationToken))
            {
                return entry;
            }
        }

        return entries[0];
    }

    private async Task RestoreAsync(
        IReadOnlyList<RegisteredKey> keys, WalletOwner? owner, RecoveryReport report, CancellationToken cancellationToken)
    {
        var (entry, key) = (keys[0], keys[^1].Key!);

        // A prepared key without a trace may be the address that somebody was told a minute before the database was lost, and waits to be
        // paid at: it is never given to anybody else.
        var isSetAside = owner is null && entry.IsPrepared && keys.Count == 1 && !await wasUsed(key.Address, cancellationToken);
        var (userId, label) = owner is null ? (UnknownOwner, UnknownLabel) : (owner.UserId, owner.Label);
        var id = entry.WalletId!;
        if (owner is null && report.WithoutOwner.Count + report.SetAside == 0)
        {
            await freezes.FreezeAsync(
                new Freeze(FreezeTarget.Of(UnknownOwner), "Recovered without a known owner.", Caller.Value, time.GetUtcNow()),
                cancellationToken);
        }

        var reservation = await wallets.ReserveAsync(
            new NewWallet(
                id,
                userId,
                Caller,
                label,
                IdempotencyKey.Parse($"recovery:{id}"),
                RequestFingerprint.Of("recovery", id.ToString()),
                entry.CreatedAt),
            cancellationToken);
        if (reservation is WalletReservation.Reserved)
        {
            await wallets.CompleteAsync(id, key, cancellationToken);
        }

        if (keys[^1].KeyNumber > WalletKeyId.First)
        {
            await rotations.RestoreAsync(id, keys.ToDictionary(each => each.KeyNumber, each => each.Key!), cancellationToken);
        }

        if (owner is { IsActive: true })
        {
            await wallets.ActivateAsync(Caller, userId, id, cancellationToken);
        }

        if (isSetAside)
        {
            report.SetAside++;
            return;
        }

        report.Wallets++;
        if (owner is null)
        {
            report.WithoutOwner.Add(id);
        }
    }
}
