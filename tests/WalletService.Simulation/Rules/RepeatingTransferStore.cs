using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Rules;

/// <summary>Takes every delivery of a request for a request of its own.</summary>
internal sealed class RepeatingTransferStore(ITransferStore inner) : DelegatingTransferStore(inner)
{
    public override Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
        base.AddAsync(transfer with { IdempotencyKey = IdempotencyKey.Parse(transfer.Id.ToString()) }, owner, lease, cancellationToken);
}
