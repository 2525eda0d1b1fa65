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
        Screened? screened = null;
        TransferDecision.Accept? unscreened = null;
        for (var read = 0; read < MaximumReads; read++)
        {
            var judgement = await TransferSteps.MeasureAsync(TransferSteps.Judge, () => judge(minimumSlot));
            screened = await TransferSteps.MeasureAsync(
                TransferSteps.Screen, () => ScreenAsync(transfer, wallet, judgement, unscreened, screened, cancellationToken));
            var facts = FactsOf(transfer, judgement, screened);
            TransferDecision? decision = null;
            var decided = await transfers.DecideAsync(
                WithFacts(transfer, facts),
                position => decision = TransferSteps.Measure(
                    TransferSteps.Policy,
                    () =>
                    {
                        var onFunds = judgement.Decide(position);
                        unscreened = FindUnscreened(transfer, judgement, onFunds, screened);
                        return unscreened is null
                            ? PolicyGate.Judge(transfer, facts, onFunds, position.Policy, time.GetUtcNow())
                            : new TransferDecision.ReadAgain(minimumSlot);
                    }),
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

    /// <summary>Nothing is found out again about what was accepted before, and nobody screens what stays in the wallet.</summary>
    private static bool IsScreened(Transfer transfer) => transfer.Policy is null && !transfer.IsSweep;

    private static PolicyFacts FactsOf(Transfer transfer, TransferJudgement judgement, Screened? screened) => transfer switch
    {
        { Policy: { } kept } => kept.Facts,
        { IsSweep: true } => PolicyFacts.None,
        _ when screened is null => judgement.Facts,
        _ => judgement.Facts with { Signals = screened.Signals, Risk = screened.Risk },
    };

    /// <summary>The decision, when it is to pay what nobody has screened: something else was read then, or other payments came between.</summary>
    private TransferDecision.Accept? FindUnscreened(
        Transfer transfer, TransferJudgement judgement, TransferDecision decision, Screened? screened) =>
        IsScreened(transfer) && decision is TransferDecision.Accept accept
        && screened?.Covers(SubjectOf(transfer, judgement, accept)) != true
            ? accept
            : null;

    /// <summary>Before the wallet is locked; for other movements than those that were screened it is done anew.</summary>
    /// <param name="transfer">What is decided on.</param>
    /// <param name="wallet">The wallet that pays.</param>
    /// <param name="judgement">What was read of the chain now.</param>
    /// <param name="expected">What would have been accepted, had it been screened; null before anything was decided.</param>
    /// <param name="screened">What was found out before, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when there is nothing that could be accepted yet.</returns>
    private async Task<Screened?> ScreenAsync(
        Transfer transfer,
        Wallet wallet,
        TransferJudgement judgement,
        TransferDecision.Accept? expected,
        Screened? screened,
        CancellationToken cancellationToken)
    {
        // As if no other transfer were open: what is refused even so needs no screening.
        if (!IsScreened(transfer)
            || (expected ?? judgement.Decide(WalletPosition.Undisturbed) as TransferDecision.Accept) is not { } accept)
        {
            return screened;
        }

        var subject = SubjectOf(transfer, judgement, accept);
        if (screened?.Covers(subject) == true)
        {
            return screened;
        }

        var result = await screening.ScreenAsync(subject, wallet.Address, transfer.Id.ToString(), transfer.Id, cancellationToken);
        return new Screened(subject.Movements, result.Signals, result.Risk);
    }

    private PolicySubject SubjectOf(Transfer transfer, TransferJudgement judgement, TransferDecision.Accept accept) => PolicySubjects.Of(
        transfer with { Lamports = accept.Lamports, Token = accept.Token }, judgement.Facts, time.GetUtcNow());

    /// <summary>What was found out about certain movements, and holds for these only.</summary>
    private sealed record Screened(IReadOnlyList<AssetMovement> Movements, IReadOnlyList<string> Signals, RiskVerdict Risk)
    {
        public bool Covers(PolicySubject subject) => Movements.SequenceEqual(subject.Movements);
    }
}
