using WalletService.Domain.Errors;
using WalletService.Domain.Inspection;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>Judges transactions that callers have built, by reading them and by what the cluster's simulation does with them.</summary>
public sealed class CallerTransactionDecider(CallerInspector inspector)
{
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    public async Task<TransferJudgement> JudgeAsync(
        TransferContent.CallerTransaction caller, Wallet wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var inspection = await inspector.InspectAsync(
            caller.WireTransaction, wallet.Address, caller.Declared, minimumSlot, alwaysSimulate: true, cancellationToken);
        var simulation = inspection.Simulation!;
        return new TransferJudgement(
            position => (inspection.Refusal ?? RefusalOf(simulation)) is { } refusal
                ? TransferRules.Refuse(refusal, simulation.Slot, position)
                : Decide(simulation, position),
            inspection.ToFacts(isDeclared: caller.Declared is not null));
    }

    private static WalletError? RefusalOf(TransactionSimulation simulation) => simulation.ChainError is { } chainError
        ? WalletErrors.SubmissionFailed(
            "The cluster's simulation of the transaction failed, so nothing was signed.", chainError, ChainLogs.Join(simulation.Logs))
        : null;

    private static TransferDecision Decide(TransactionSimulation simulation, WalletPosition position)
    {
        if (TransferRules.CheckPosition(simulation.Slot, position) is { } early)
        {
            return early;
        }

        // The simulation knows the chain; what other open transfers will take is known only here.
        var available = simulation.WalletBefore.SubtractOrZero(position.Reserved);
        var needed = simulation.Outflow + simulation.WalletFee;
        if (needed > available && needed <= available + position.InFlight)
        {
            // What is in flight may be missing from the balance already, and is reserved as well.
            return new TransferDecision.WaitForOthers();
        }

        return needed > available
            ? new TransferDecision.Refuse(WalletErrors.InsufficientFunds(
                $"The transaction takes {needed} lamports from the wallet; {available} are available ({simulation.WalletBefore} on chain, "
                + $"{position.Reserved} reserved by open transfers).",
                available,
                needed))
            : new TransferDecision.Accept(simulation.Outflow, new FeeQuote(simulation.WalletFee, ComputeUnitLimit: 0, ComputeUnitPrice: 0, DataSizeLimit: 0));
    }
}
