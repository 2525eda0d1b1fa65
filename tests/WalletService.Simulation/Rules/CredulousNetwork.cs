using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Rules;

/// <summary>Takes "I have not heard of it" for "it will never be": what money rule 2 forbids.</summary>
internal sealed class CredulousNetwork(ITransactionNetwork inner) : ITransactionNetwork
{
    public Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken) =>
        inner.SendAsync(attempt, preflight, cancellationToken);

    public Task<IReadOnlyList<ObservedStatus?>> GetStatusesAsync(
        IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken) =>
        inner.GetStatusesAsync(signatures, cancellationToken);

    public async Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken)
    {
        var statuses = await inner.GetStatusesAsync([attempt.Signature], cancellationToken);
        return statuses[0] is { } status ? new AttemptVerdict.Landed(status) : new AttemptVerdict.Dead(attempt.ContextSlot);
    }

    public Task<TransferExecution?> GetExecutionAsync(
        TransactionSignature signature, ExecutionParties parties, Commitment commitment, CancellationToken cancellationToken) =>
        inner.GetExecutionAsync(signature, parties, commitment, cancellationToken);

    public Task WaitForHintAsync(TransactionSignature signature, CancellationToken cancellationToken) =>
        inner.WaitForHintAsync(signature, cancellationToken);
}
