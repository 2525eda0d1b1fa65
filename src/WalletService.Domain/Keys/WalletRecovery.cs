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
    IWalletStore wallets, IFreezeStore freezes, Func<SolanaAddress, CancellationToken, Task<bool>> wasUsed, TimeProvider time)
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
            var entry = await ChooseAsync([.. group], owners.GetValueOrDefault(group.Key), report, cancellationToken);
            if (entry is not null)
            {
                await RestoreAsync(entry, owners.GetValueOrDefault(group.Key), report, cancellationToken);
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
    /// The key of the wallet among those made for its id: there are several when creation was repeated while a location was away, and
    /// one of them at most was ever told to anybody.
    /// </summary>
    private async Task<RegisteredKey?> ChooseAsync(
        IReadOnlyList<RegisteredKey> entries, WalletOwner? owner, RecoveryReport report, CancellationToken cancellationToken)
    {
        var chosen = owner?.Address is { } address
            ? entries.SingleOrDefault(entry => entry.Key!.Address == address)
            : entries.Count == 1 ? entries[0] : null;
        if (owner?.Address is null && entries.Count > 1)
        {
            foreach (var entry in entries)
            {
                chosen ??= await wasUsed(entry.Key!.Address, cancellationToken) ? entry : null;
            }

            chosen ??= entries[0];
        }

        foreach (var other in entries.Where(entry => entry != chosen))
        {
            report.LeftOut.Add(other with { Problem = "It is another key than the wallet's." });
        }

        if (chosen is null)
        {
            report.Missing.Add(owner!.WalletId);
        }

        return chosen;
    }

    private async Task RestoreAsync(RegisteredKey entry, WalletOwner? owner, RecoveryReport report, CancellationToken cancellationToken)
    {
        var key = entry.Key!;
        // A prepared key without a trace may be the address that somebody was told a minute before the database was lost, and waits to be
        // paid at: it is never given to anybody else.
        var isSetAside = owner is null && entry.IsPrepared && !await wasUsed(key.Address, cancellationToken);
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
