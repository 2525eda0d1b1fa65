using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;

namespace WalletService.Simulation.Rules;

/// <summary>Says that a signed transaction is committed, and keeps nothing of it.</summary>
internal sealed class ForgetfulTransferStore(ITransferStore inner) : DelegatingTransferStore(inner)
{
    public override Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        change.To == TransferStatus.Signed
            ? Task.FromResult<Transfer?>(transfer.After(change))
            : base.ApplyAsync(transfer, change, cancellationToken);
}
