using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Rules;

/// <summary>Counts nothing as reserved.</summary>
internal sealed class UnreservingTransferStore(ITransferStore inner) : DelegatingTransferStore(inner)
{
    public override Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) =>
        base.DecideAsync(transfer, position => decide(position with { Reserved = Lamports.Zero }), cancellationToken);
}
