using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Tracing;

namespace WalletService.Domain.Transactions;

/// <summary>Commits new intents and hands them to the tracker; the same request again finds the transfer that it made before.</summary>
public sealed class TransferIntake(ITransferStore transfers, TransferTracker tracker, TransferOptions options)
{
    /// <summary>Nothing is signed before it returns.</summary>
    public async Task<Result<Transfer>> AdmitAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken)
    {
        switch (await transfers.AddAsync(transfer with { TraceParent = Traces.Current }, tracker.Owner, options.Lease, cancellationToken))
        {
            case TransferAdmission.Added added:
                // The key may have been rotated since the wallet was read.
                tracker.Take(added.Transfer, added.Transfer.KeyNumber == wallet.KeyNumber ? wallet : null);
                return added.Transfer;
            case TransferAdmission.Existing existing:
                return existing.Transfer;
            case TransferAdmission.Conflict:
                return WalletErrors.IdempotencyConflict();
            case TransferAdmission.Refused refused:
                return refused.Error;
            case var other:
                throw new InvalidOperationException($"Unknown admission {other}.");
        }
    }
}
