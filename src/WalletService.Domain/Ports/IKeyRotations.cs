using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>The keys that wallets have had, and the record of their rotation. Every method is one database transaction.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; the
/// same call may be made again.
/// </remarks>
public interface IKeyRotations
{
    /// <summary>The wallet's addresses, oldest first: the current one is the last. Empty when there is no such wallet.</summary>
    Task<IReadOnlyList<WalletAddress>> ListAddressesAsync(WalletId walletId, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps, before the vault is asked, that the wallet gets a new key and which number it has, so that nothing makes another one after
    /// a crash. The same request again finds its rotation, or the wallet when it is completed.
    /// </summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="findObstacle">Called under the wallet's lock: why its key may not be rotated now; null when it may.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<RotationBeginning> BeginAsync(
        RotationRequest request, Func<RotationState, WalletError?> findObstacle, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the new key the wallet's current one and retires the one before, with event and audit entry. What was committed before goes
    /// on with the retired key. Idempotent: completing twice returns the wallet as it is.
    /// </summary>
    Task<Wallet> CompleteAsync(KeyRotation rotation, WalletKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a wallet that was made anew after a loss of the database all the keys that it had: the newest, with which it was made, gets
    /// its number, and those before it are retired. Idempotent.
    /// </summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="keys">By their numbers; the wallet's current key has the highest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task RestoreAsync(WalletId walletId, IReadOnlyDictionary<int, WalletKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a retired address up, before its key is destroyed: nothing is swept from it any more. The audit log has who did it. Null when
    /// it is done, or was before; else why not. Refuses a current address, and one from which an open transfer pays.
    /// </summary>
    Task<string?> GiveUpAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken);

    /// <summary>Takes back that an address is given up.</summary>
    Task KeepAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken);

    /// <summary>Rotations that were begun before this time and are not completed, oldest first: whoever began them may have ended.</summary>
    Task<IReadOnlyList<KeyRotation>> FindOpenAsync(DateTimeOffset begunBefore, int limit, CancellationToken cancellationToken);
}

/// <param name="Id">Of the rotation that it begins, when it is the first of its key.</param>
/// <param name="IsAdministrator">Whether the caller is one: a frozen wallet's key is rotated for no other.</param>
public sealed record RotationRequest(
    Guid Id,
    UserId UserId,
    WalletId WalletId,
    CallerId Caller,
    bool IsAdministrator,
    string? Reason,
    IdempotencyKey IdempotencyKey,
    RequestFingerprint Fingerprint,
    DateTimeOffset At);

/// <summary>A rotation that was begun.</summary>
/// <param name="KeyNumber">The number of the new key.</param>
public sealed record KeyRotation(Guid Id, WalletId WalletId, UserId UserId, int KeyNumber, CallerId Caller, string? Reason);

/// <summary>A wallet as nobody else can change it.</summary>
/// <param name="Frozen">The widest freeze among user, wallet, caller and everything; null when none of them is frozen.</param>
/// <param name="IsRotating">Whether another rotation of its key is under way.</param>
/// <param name="HasOpenBatch">Whether a batch of it has not come to its end: its parts were planned for the funds of the present address.</param>
public sealed record RotationState(Wallet Wallet, Freezes.FreezeTarget? Frozen, bool IsRotating, bool HasOpenBatch);

/// <summary>What came of <see cref="IKeyRotations.BeginAsync"/>.</summary>
public abstract record RotationBeginning
{
    private RotationBeginning()
    {
    }

    /// <summary>Begun, now or by an earlier delivery of the same request; the key is still to be made.</summary>
    public sealed record Begun(KeyRotation Rotation) : RotationBeginning;

    /// <summary>An earlier delivery of the same request has done it.</summary>
    public sealed record Completed(Wallet Wallet) : RotationBeginning;

    public sealed record Refused(WalletError Error) : RotationBeginning;
}
