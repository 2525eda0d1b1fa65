using WalletService.Contracts.Transactions;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="SimulateTransaction"/>
internal sealed class SimulateTransactionHandler(SimulateTransactionService service)
    : IRequestHandler<SimulateTransaction, SimulationDetails>
{
    public async Task<Answer<SimulationDetails>> HandleAsync(
        SimulateTransaction request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryTransaction(request.Transaction, out var wireTransaction, out refusal))
        {
            return refusal;
        }

        var result = await service.SimulateAsync(userId, walletId, wireTransaction, cancellationToken);
        return result.TryGetValue(out var simulation, out var error) ? ToDetails(simulation) : error;
    }

    private static SimulationDetails ToDetails(TransactionSimulation simulation) => new()
    {
        Slot = simulation.Slot,
        Error = simulation.ChainError,
        Logs = simulation.Logs,
        UnitsConsumed = simulation.UnitsConsumed,
        WalletBeforeLamports = simulation.WalletBefore.ToString(),
        WalletAfterLamports = simulation.WalletAfter.ToString(),
        FeeLamports = simulation.WalletFee.ToString(),
    };
}
