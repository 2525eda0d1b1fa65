using System.Globalization;
using WalletService.Domain.Deposits;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>
/// Has the key of a retired address destroyed when nothing can be lost by it: nothing is held there, nothing pays from it, and it has
/// been retired for long enough. There is no way around these checks.
/// </summary>
/// <param name="vaults">Those that are set; the one that made the key destroys it.</param>
public sealed class KeyDestructionService(
    IKeyRotations rotations,
    IHoldingsReader chain,
    IReadOnlyCollection<IKeyDestruction> vaults,
    KeyRotationOptions options,
    TimeProvider time)
{
    /// <summary>In whose name the audit log has it.</summary>
    public static CallerId Caller { get; } = CallerId.Parse("walletctl");

    /// <summary>May be asked for again after a failure at any point: it goes on where it was.</summary>
    /// <returns>When the key is gone for good, or why it is not destroyed.</returns>
    /// <exception cref="PortUnavailableException">The database, the chain or the vault is away; ask again.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses.</exception>
    public async Task<Result<ScheduledDestruction>> DestroyAsync(WalletId walletId, SolanaAddress address, CancellationToken cancellationToken)
    {
        var known = (await rotations.ListAddressesAsync(walletId, cancellationToken)).SingleOrDefault(each => each.Address == address);
        if (known is null)
        {
            return Refuse("The wallet has no such address.");
        }

        if (vaults.FirstOrDefault(candidate => candidate.Provider == known.Key.Provider) is not { } vault)
        {
            return Refuse(
                $"Its key is one of '{known.Key.Provider}', and the vaults that are set are: {string.Join(", ", vaults.Select(set => set.Provider))}.");
        }

        if (await FindObstacleAsync(walletId, known, cancellationToken) is { } obstacle)
        {
            return Refuse(obstacle);
        }

        if (await rotations.GiveUpAsync(walletId, known.KeyNumber, Caller, cancellationToken) is { } refusal)
        {
            return Refuse(refusal);
        }

        // Nothing is swept from it any more: what came in between the first look and this one would stay there.
        if (await FindHoldingsAsync(walletId, known, cancellationToken) is { } held)
        {
            await rotations.KeepAsync(walletId, known.KeyNumber, Caller, cancellationToken);
            return Refuse(held);
        }

        return new ScheduledDestruction(known, await vault.ScheduleAsync(walletId, known.Key, cancellationToken));
    }

    private async Task<string?> FindObstacleAsync(WalletId walletId, WalletAddress address, CancellationToken cancellationToken)
    {
        if (address.State == WalletAddressState.Current)
        {
            return "It is the wallet's current address. Rotate the key first.";
        }

        var earliest = address.Since + options.DestroyAfter;
        return address.State == WalletAddressState.Retired && time.GetUtcNow() < earliest
            ? $"It was retired on {Text(address.Since)} and may be destroyed from {Text(earliest)} on (KeyRotation:DestroyAfter)."
            : await FindHoldingsAsync(walletId, address, cancellationToken);
    }

    private async Task<string?> FindHoldingsAsync(WalletId walletId, WalletAddress address, CancellationToken cancellationToken)
    {
        var seen = (await chain.ReadAsync(
            [new WatchedWallet(walletId, UnknownUser, address.Address, address.Since)], cancellationToken))[0];
        return seen.Lamports > 0
            ? string.Create(CultureInfo.InvariantCulture, $"It holds {seen.Lamports} lamports.")
            : seen.Tokens.FirstOrDefault(token => token.Amount > 0) is { } held
                ? string.Create(CultureInfo.InvariantCulture, $"Its token account {held.Account} holds {held.Amount} base units of {held.Mint}.")
                : seen.Tokens.FirstOrDefault(token => token.CloseAuthority is null || token.CloseAuthority == address.Address) is { } empty
                    ? $"Its token account {empty.Account} of {empty.Mint} is empty, and has not been closed: the rent in it would be lost."
                    : null;
    }

    /// <summary>The chain knows no users; the reader is asked by address.</summary>
    private static UserId UnknownUser { get; } = UserId.Parse("operator");

    private static WalletError Refuse(string message) => WalletErrors.WalletStateConflict("keyInUse", message);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

/// <param name="At">When the key is gone for good.</param>
public sealed record ScheduledDestruction(WalletAddress Address, DateTimeOffset At);
