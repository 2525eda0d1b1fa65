using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="ITransactionNetwork"/>
internal sealed class SolanaTransactionNetwork(
    SolanaNodes nodes,
    TransactionSender sender,
    ExpiryJudge judge,
    ExecutionReader executions,
    ExecutedSlots executed,
    FinalWord finalWord,
    SignatureHints hints) : ITransactionNetwork
{
    /// <summary>Most signatures that a node takes in one <c>getSignatureStatuses</c>.</summary>
    private const int MaxSignatures = 256;

    public Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken) =>
        sender.SendAsync(attempt, preflight, cancellationToken);

    public async Task<IReadOnlyList<ObservedStatus?>> GetStatusesAsync(
        IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken)
    {
        var statuses = new List<ObservedStatus?>(signatures.Count);
        foreach (var batch in signatures.Chunk(MaxSignatures))
        {
            var (answer, giver) = await nodes.ReadFromAsync(
                "getSignatureStatuses",
                (client, token) => client.GetSignatureStatusesAsync(
                    [.. batch.Select(signature => signature.ToKit())], searchTransactionHistory: false, token),
                cancellationToken);
            if (answer.Value.Count != batch.Length)
            {
                throw new PortUnavailableException(
                    SolanaNodes.Dependency, $"The node answered {answer.Value.Count} statuses for {batch.Length} transactions.");
            }

            var told = await finalWord.ConfirmAsync(giver, batch, [.. answer.Value.Select(status => status?.ToObserved())], cancellationToken);
            statuses.AddRange(told);
            foreach (var (signature, status) in batch.Zip(told).Where(pair => pair.Second?.Confirmation == Commitment.Finalized))
            {
                executed.Note(signature, status!.Slot);
            }
        }

        return statuses;
    }

    public Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken) =>
        judge.JudgeAsync(attempt, cancellationToken);

    public Task<TransferExecution?> GetExecutionAsync(
        TransactionSignature signature, ExecutionParties parties, Commitment commitment, CancellationToken cancellationToken) =>
        executions.ReadAsync(signature, parties, commitment, cancellationToken);

    public Task WaitForHintAsync(TransactionSignature signature, CancellationToken cancellationToken) =>
        hints.WaitAsync(signature, cancellationToken);
}
