using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Received → Ready, AwaitingApproval or Rejected, and after a proven death → Ready or Expired: reads the chain, prices, asks the
/// policies, reserves the funds.
/// </summary>
public sealed class TransferDecider(
    ITransferStore transfers,
    SolPaymentDecider payments,
    TokenPaymentDecider tokens,
    BatchDecider batches,
    CallerTransactionDecider callers,
    TimeProvider time)
{
    private const int MaximumReads = 5;

    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    /// <exception cref="PortUnavailableException">Nothing was decided; try again.</exception>
    public Task<Transfer?> DecideAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken) => DecideAsync(
        transfer,
        minimumSlot => transfer.Content switch
        {
            TransferContent.SolPayment payment => payments.JudgeAsync(payment, wallet, minimumSlot, cancellationToken),
            TransferContent.TokenPayment payment => tokens.JudgeAsync(transfer, payment, wallet, minimumSlot, cancellationToken),
            TransferContent.SolBatch batch => batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken),
            TransferContent.TokenBatch batch => batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken),
            TransferContent.CallerTransaction caller => callers.JudgeAsync(caller, wallet, minimumSlot, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown content {other}."),
        },
        cancellationToken);

    /// <summary>Decides whether another transaction is signed for a payment whose newest one is proven dead, and at which fee.</summary>
    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    /// <exception cref="PortUnavailableException">Nothing was decided; try again.</exception>
    public Task<Transfer?> DecideAgainAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken) => DecideAsync(
        transfer,
        minimumSlot => transfer.Content switch
        {
            TransferContent.SolPayment payment => payments.JudgeAgainAsync(transfer, payment, wallet, minimumSlot, cancellationToken),
            TransferContent.TokenPayment payment => tokens.JudgeAgainAsync(transfer, payment, wallet, minimumSlot, cancellationToken),
            TransferContent.SolBatch batch => batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken),
            TransferContent.TokenBatch batch => batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken),
            var other => throw new InvalidOperationException($"No other transaction is made for {other}."),
        },
        cancellationToken);

    /// <param name="judge">Reads at a slot or later what the decision under the wallet's lock needs, and gives that decision.</param>
    private async Task<Transfer?> DecideAsync(
        Transfer transfer, Func<ulong, Task<Func<WalletPosition, TransferDecision>>> judge, CancellationToken cancellationToken)
    {
        var facts = transfer.Policy?.Facts ?? PolicyFacts.None;
        var minimumSlot = 0UL;
        for (var read = 0; read < MaximumReads; read++)
        {
            var decide = await judge(minimumSlot);
            TransferDecision? decision = null;
            var decided = await transfers.DecideAsync(transfer, position => decision = Judge(decide(position), position), cancellationToken);
            if (decision is TransferDecision.WaitForOthers)
            {
                throw new PortUnavailableException(
                    "solana-rpc", "Payments of the wallet are on their way; whether its funds suffice is known when they have settled.");
            }

            if (decision is not TransferDecision.ReadAgain again)
            {
                return decided;
            }

            minimumSlot = again.MinimumSlot;
        }

        throw new PortUnavailableException("solana-rpc", "No node has caught up with the wallet's last transfer yet.");

        TransferDecision Judge(TransferDecision onFunds, WalletPosition position) =>
            PolicyGate.Judge(transfer, facts, onFunds, position.Policy, time.GetUtcNow());
    }
}
