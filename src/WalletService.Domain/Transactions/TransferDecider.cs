using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

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
    AccountClosingDecider closings,
    CallerTransactionDecider callers,
    RequestScreening screening,
    TimeProvider time)
{
    private const int MaximumReads = 5;

    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    /// <exception cref="PortUnavailableException">Nothing was decided; try again.</exception>
    public Task<Transfer?> DecideAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken) => DecideAsync(
        transfer,
        wallet,
        minimumSlot => transfer.Content switch
        {
            TransferContent.SolPayment payment => TransferJudgement.OfAsync(payments.JudgeAsync(payment, wallet, minimumSlot, cancellationToken)),
            TransferContent.TokenPayment payment => TransferJudgement.OfAsync(tokens.JudgeAsync(transfer, payment, wallet, minimumSlot, cancellationToken)),
            TransferContent.AccountClosing closing => TransferJudgement.OfAsync(closings.JudgeAsync(transfer, closing, wallet, minimumSlot, cancellationToken)),
            TransferContent.SolBatch batch => TransferJudgement.OfAsync(batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken)),
            TransferContent.TokenBatch batch => TransferJudgement.OfAsync(batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken)),
            TransferContent.CallerTransaction caller => callers.JudgeAsync(caller, wallet, minimumSlot, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown content {other}."),
        },
        cancellationToken);

    /// <summary>Decides whether another transaction is signed for a payment whose newest one is proven dead, and at which fee.</summary>
    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    /// <exception cref="PortUnavailableException">Nothing was decided; try again.</exception>
    public Task<Transfer?> DecideAgainAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken) => DecideAsync(
        transfer,
        wallet,
        minimumSlot => transfer.Content switch
        {
            TransferContent.SolPayment payment => TransferJudgement.OfAsync(payments.JudgeAgainAsync(transfer, payment, wallet, minimumSlot, cancellationToken)),
            TransferContent.TokenPayment payment => TransferJudgement.OfAsync(tokens.JudgeAgainAsync(transfer, payment, wallet, minimumSlot, cancellationToken)),
            TransferContent.AccountClosing closing => TransferJudgement.OfAsync(closings.JudgeAsync(transfer, closing, wallet, minimumSlot, cancellationToken)),
            TransferContent.SolBatch batch => TransferJudgement.OfAsync(batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken)),
            TransferContent.TokenBatch batch => TransferJudgement.OfAsync(batches.JudgeAsync(transfer, batch, wallet, minimumSlot, cancellationToken)),
            var other => throw new InvalidOperationException($"No other transaction is made for {other}."),
        },
        cancellationToken);

    /// <param name="judge">Reads at a slot or later what the decision under the wallet's lock needs, and gives that decision.</param>
    private async Task<Transfer?> DecideAsync(
        Transfer transfer, Wallet wallet, Func<ulong, Task<TransferJudgement>> judge, CancellationToken cancellationToken)
    {
        var minimumSlot = 0UL;
        PolicyFacts? screened = null;
        for (var read = 0; read < MaximumReads; read++)
        {
            var judgement = await TransferSteps.MeasureAsync(TransferSteps.Judge, () => judge(minimumSlot));
            screened ??= await TransferSteps.MeasureAsync(
                TransferSteps.Screen, () => ScreenAsync(transfer, wallet, judgement, cancellationToken));
            var facts = transfer.Policy?.Facts ?? judgement.Facts with { Signals = screened.Signals, Risk = screened.Risk };
            TransferDecision? decision = null;
            var decided = await transfers.DecideAsync(
                WithFacts(transfer, facts),
                position => decision = TransferSteps.Measure(
                    TransferSteps.Policy,
                    () => PolicyGate.Judge(transfer, facts, judgement.Decide(position), position.Policy, time.GetUtcNow())),
                cancellationToken);
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
    }

    /// <summary>The store has to know whom a caller's transaction pays, to read since when they are known.</summary>
    private static Transfer WithFacts(Transfer transfer, PolicyFacts facts) => transfer.Policy is null && !facts.IsNothing
        ? transfer with { Policy = new TransferPolicy { Pin = string.Empty, Facts = facts } }
        : transfer;

    /// <summary>What is found out once for all tries, and not again for what was accepted before.</summary>
    private async Task<PolicyFacts> ScreenAsync(
        Transfer transfer, Wallet wallet, TransferJudgement judgement, CancellationToken cancellationToken)
    {
        if (transfer.Policy is { } kept)
        {
            return kept.Facts;
        }

        if (transfer.IsSweep)
        {
            return PolicyFacts.None;
        }

        // As if no other transfer were open: what is refused even so needs no screening.
        if (judgement.Decide(WalletPosition.Undisturbed) is not TransferDecision.Accept accept)
        {
            return judgement.Facts;
        }

        var decided = transfer with { Lamports = accept.Lamports, Token = accept.Token };
        var subject = await screening.ScreenAsync(
            PolicySubjects.Of(decided, judgement.Facts, time.GetUtcNow()), wallet.Address, transfer.Id.ToString(), transfer.Id, cancellationToken);
        return judgement.Facts with { Signals = subject.Signals, Risk = subject.Risk };
    }
}
