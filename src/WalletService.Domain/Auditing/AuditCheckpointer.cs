using System.Text;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>
/// Makes a signed checkpoint of the audit log from time to time. Instances need no lock for it: two that make the same one at once
/// find out when they write it, and the second lets it be.
/// </summary>
public sealed class AuditCheckpointer(
    ICheckpointStore store, IWalletKeys keys, IAuditTelemetry telemetry, AuditOptions options, TimeProvider time)
{
    /// <summary>
    /// The id under which the vault keeps the key that signs checkpoints. It is no wallet's: ids of wallets are of version 7 and begin
    /// with the time.
    /// </summary>
    public static readonly WalletId KeyId = WalletId.From(new Guid("00000000-0000-4000-8000-617564697400"));

    private WalletKey? key;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await TryMakeDueAsync(cancellationToken), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Makes the checkpoint that is due, if one is; returns how long to wait for the next.</summary>
    public async Task<TimeSpan> MakeDueAsync(CancellationToken cancellationToken)
    {
        var newest = await store.FindNewestAsync(cancellationToken);
        telemetry.NewestIs(newest);
        var age = newest?.At is { } at ? time.GetUtcNow() - at : TimeSpan.MaxValue;
        if (age < options.CheckpointInterval && age >= TimeSpan.Zero)
        {
            return options.CheckpointInterval - age;
        }

        if (await MakeAsync(cancellationToken) is { } made)
        {
            telemetry.CheckpointMade(made);
            telemetry.NewestIs(made);
        }

        return options.CheckpointInterval;
    }

    /// <summary>Makes a checkpoint now; null when another instance was first.</summary>
    public async Task<AuditCheckpoint?> MakeAsync(CancellationToken cancellationToken)
    {
        key ??= await keys.CreateAsync(KeyId, cancellationToken);
        var view = await store.ReadAsync(cancellationToken);
        var checkpoint = new AuditCheckpoint
        {
            Number = (view.Newest?.Number ?? 0) + 1,
            Time = AuditHash.TimeOf(time.GetUtcNow()),
            PreviousHash = view.Newest?.Hash ?? AuditEntry.Origin,
            HeadCount = view.Grown.Count,
            HeadsHash = AuditHeadsHash.Of(view.Grown),
            KeyVersion = key.KeyVersionName,
            PublicKey = key.Address.Value,
            Signature = string.Empty,
        };
        var signature = await keys.SignAsync(KeyId, key, Encoding.UTF8.GetBytes(checkpoint.Text), cancellationToken);
        var signed = checkpoint with { Signature = TransactionSignature.FromBytes(signature).Value };
        return await store.AddAsync(signed, view.Grown, ErrorEvents.AuditCheckpoint(signed), cancellationToken) ? signed : null;
    }

    private async Task<TimeSpan> TryMakeDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await MakeDueAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            telemetry.CheckpointFailed(exception);
            return options.RetryDelay;
        }
    }
}
