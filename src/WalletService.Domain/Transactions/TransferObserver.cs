using WalletService.Domain.Errors;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Submitted → Confirmed → Finalized, Failed, Expired or once more Ready, by what the chain says and by nothing else. No answer, an
/// error or a lagging node changes no state.
/// </summary>
public sealed class TransferObserver(
    ITransferStore transfers, ITransactionNetwork network, TransferDecider decider, TransferOptions options, TimeProvider time)
{
    /// <summary>Acts on what a node reports of the attempt; <paramref name="status"/> is null when it has not heard of it.</summary>
    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    public async Task<Transfer?> ObserveAsync(HeldTransfer held, ObservedStatus? status, CancellationToken cancellationToken)
    {
        if (status is null)
        {
            return await MissingAsync(held, cancellationToken);
        }

        if (status.Confirmation == Commitment.Finalized)
        {
            return await EndAsync(held, status, cancellationToken);
        }

        held.MissingSince = null;

        // An error that is not final may still be undone together with its block: only a finalized error is a failure.
        var isConfirmed = status.Confirmation == Commitment.Confirmed && status.ChainError is null;
        return isConfirmed && held.Transfer.Status != TransferStatus.Confirmed
            ? await transfers.ApplyAsync(
                held.Transfer,
                new TransferChange
                {
                    To = TransferStatus.Confirmed,
                    At = time.GetUtcNow(),
                    Execution = new TransferExecution { Slot = status.Slot },
                },
                cancellationToken)
            : held.Transfer;
    }

    private async Task<Transfer?> MissingAsync(HeldTransfer held, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (held.Transfer.Status == TransferStatus.Confirmed)
        {
            held.MissingSince ??= now;
            if (now - held.MissingSince < options.MissingPatience)
            {
                return held.Transfer;
            }
        }
        else if (now - held.Transfer.Attempt!.SignedAt < options.ExpiryPatience)
        {
            return held.Transfer;
        }

        if (now - held.LastJudged < options.RebroadcastInterval)
        {
            return held.Transfer;
        }

        held.LastJudged = now;
        return await network.JudgeAsync(held.Transfer.Attempt!, cancellationToken) switch
        {
            AttemptVerdict.Landed { Status.Confirmation: Commitment.Finalized } landed =>
                await EndAsync(held, landed.Status, cancellationToken),
            AttemptVerdict.Landed or AttemptVerdict.Unknown => held.Transfer,
            AttemptVerdict.Dead => await BuryAsync(held, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown verdict {other}."),
        };
    }

    /// <summary>Called on proof only (money rule 2): its attempt can never execute, so another may be signed, or the transfer ends.</summary>
    private async Task<Transfer?> BuryAsync(HeldTransfer held, CancellationToken cancellationToken)
    {
        if (held.Transfer.Status == TransferStatus.Confirmed)
        {
            // Its block was dropped and it did not land again. It is judged once more from the state that it is really in.
            return await transfers.ApplyAsync(
                held.Transfer, new TransferChange { To = TransferStatus.Submitted, At = time.GetUtcNow() }, cancellationToken);
        }

        if (MayBeSignedAgain(held.Transfer))
        {
            return await decider.DecideAgainAsync(held.Transfer, held.Wallet!, cancellationToken);
        }

        return await transfers.ApplyAsync(
            held.Transfer,
            new TransferChange
            {
                To = TransferStatus.Expired,
                At = time.GetUtcNow(),
                Error = held.Refusal is { } refusal
                    ? WalletErrors.SubmissionFailed(
                        TokenErrorMeanings.Explain(
                            "The cluster refused the transaction, and it is now proven that it never will be executed. No funds moved.",
                            refusal,
                            held.Transfer.Token),
                        refusal)
                    : WalletErrors.TransactionExpired(),
            },
            cancellationToken);
    }

    /// <summary>A caller's own transaction has one blockhash and one life; a payment is built anew while its request allows.</summary>
    private bool MayBeSignedAgain(Transfer transfer) =>
        transfer.Content.IsBuiltHere
        && transfer.Attempt!.Number < options.MaximumAttempts
        && time.GetUtcNow() < transfer.Deadline;

    private async Task<Transfer?> EndAsync(HeldTransfer held, ObservedStatus status, CancellationToken cancellationToken)
    {
        var execution = await network.GetExecutionAsync(
            held.Transfer.Attempt!.Signature, PartiesOf(held), Commitment.Finalized, cancellationToken);
        if (execution is null)
        {
            // Nodes index a block a moment after they finalize it. The outcome itself is certain, so do not wait for ever.
            var now = time.GetUtcNow();
            held.MissingSince ??= now;
            if (now - held.MissingSince < options.MissingPatience)
            {
                return held.Transfer;
            }

            execution = new TransferExecution { Slot = status.Slot };
        }

        // The outcome is that of the finalized status. Details come from one node, which may keep no metadata, or lie.
        execution = execution with { ChainError = status.ChainError };

        var failed = execution.ChainError is not null;
        return await transfers.ApplyAsync(
            held.Transfer,
            new TransferChange
            {
                To = failed ? TransferStatus.Failed : TransferStatus.Finalized,
                At = time.GetUtcNow(),
                Execution = execution with { Logs = null },
                Error = failed ? Failure(held.Transfer, execution) : null,
            },
            cancellationToken);
    }

    private static WalletError Failure(Transfer transfer, TransferExecution execution)
    {
        var chainError = execution.ChainError!;
        var error = WalletErrors.TransactionFailed(chainError, execution.Logs);
        return error with { Message = TokenErrorMeanings.Explain(error.Message, chainError, transfer.Token) };
    }

    private static ExecutionParties PartiesOf(HeldTransfer held)
    {
        var token = held.Transfer.Token;
        return new ExecutionParties(
            held.Wallet!.Address,
            held.Transfer.Content.Recipient,
            token?.SourceAccount,
            token?.Parts is [var part] ? part.RecipientAccount : null);
    }
}
