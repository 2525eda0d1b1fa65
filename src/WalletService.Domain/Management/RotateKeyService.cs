using WalletService.Domain.Callers;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>
/// Gives a wallet a new key, and with it a new address: keeps the key's number, has the vault make the key, makes it the current one and
/// retires the one before. What the retired address holds is swept afterwards (<see cref="Keys.AddressSweeper"/>).
/// </summary>
public sealed class RotateKeyService(
    IKeyRotations rotations, IWalletKeys keys, CallerDirectory callers, ISweepTelemetry telemetry, TimeProvider time)
{
    /// <summary>
    /// A crash between the steps loses nothing: the same request goes on with the number that was kept, and so does, after a while, any
    /// instance by itself.
    /// </summary>
    /// <exception cref="PortUnavailableException">The database or the vault is away; send the same request again.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses to make the key. The wallet goes on with the one that it has.</exception>
    public async Task<Result<Wallet>> RotateAsync(RotateKeyCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var request = new RotationRequest(
            Guid.CreateVersion7(now),
            command.UserId,
            command.WalletId,
            command.Caller,
            callers.IsAdministrator(command.Caller),
            command.Reason,
            command.IdempotencyKey,
            RequestFingerprint.Of("rotateKey", command.WalletId.ToString(), command.Reason),
            now);
        return await rotations.BeginAsync(request, state => FindObstacle(state, request.IsAdministrator), cancellationToken) switch
        {
            RotationBeginning.Begun begun => await CompleteAsync(begun.Rotation, cancellationToken),
            RotationBeginning.Completed completed => completed.Wallet,
            RotationBeginning.Refused refused => refused.Error,
            var other => throw new InvalidOperationException($"Unknown beginning {other}."),
        };
    }

    /// <summary>Takes a rotation that was begun to its end.</summary>
    /// <exception cref="PortUnavailableException">The database or the vault is away; try again.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses to make the key.</exception>
    public async Task<Wallet> CompleteAsync(KeyRotation rotation, CancellationToken cancellationToken)
    {
        var key = await keys.RenewAsync(rotation.WalletId, rotation.KeyNumber, cancellationToken);
        var wallet = await rotations.CompleteAsync(rotation, key, cancellationToken);
        telemetry.Rotated(wallet.Id, rotation.KeyNumber);
        return wallet;
    }

    /// <summary>Goes on with the rotations that nobody has gone on with since this time.</summary>
    public async Task ResumeAsync(DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        foreach (var rotation in await rotations.FindOpenAsync(begunBefore, limit: 16, cancellationToken))
        {
            try
            {
                await CompleteAsync(rotation, cancellationToken);
            }
            catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException or KeyUnusableException)
            {
                // One that the vault refuses holds up no other.
                telemetry.RoundFailed("rotation", exception);
            }
        }
    }

    private static WalletError? FindObstacle(RotationState state, bool isAdministrator) => state switch
    {
        { Wallet.Status: WalletStatus.Archived } => WalletErrors.WalletArchived(),
        { IsRotating: true } => WalletErrors.WalletStateConflict("rotating", "The wallet's key is being rotated already. Ask again in a minute."),
        { HasOpenBatch: true } => WalletErrors.WalletStateConflict(
            "openBatch", "A batch of the wallet is on its way, planned for the funds of the present address. Wait until it has ended."),

        // A frozen wallet may be one whose key or caller is suspected: only who can lift freezes decides what becomes of its key.
        _ when isAdministrator => null,
        { Frozen: { } frozen } => WalletErrors.Frozen(frozen.Scope),
        { Wallet.Status: WalletStatus.Frozen } => WalletErrors.WalletFrozen(),
        _ => null,
    };
}

/// <param name="Reason">Why, for the audit log; null when nothing was said.</param>
public sealed record RotateKeyCommand(
    CallerId Caller, UserId UserId, WalletId WalletId, string? Reason, IdempotencyKey IdempotencyKey);
