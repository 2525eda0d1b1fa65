using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Simulation.Chain;

namespace WalletService.Simulation.Checks;

/// <summary>
/// Knows the truth (every commit, every send, every block) and compares what the service does with it, at every step. It sees the
/// chain itself, not what nodes say of it.
/// </summary>
internal sealed class Oracle(Story story)
{
    private readonly List<Violation> violations = [];
    private readonly Dictionary<string, Signing> signings = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Transfer> transfers = [];
    private readonly HashSet<string> dropped = new(StringComparer.Ordinal);
    private SimulatedChain? chain;

    public Coverage Coverage { get; } = new();

    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>Every transfer as last committed.</summary>
    public IEnumerable<Transfer> Transfers => transfers.Values;

    public int Signings => signings.Count;

    /// <summary>The height after which none of the attempts can land any more.</summary>
    public ulong LastValidBlockHeight => signings.Values.Select(signing => signing.Attempt.LastValidBlockHeight).DefaultIfEmpty().Max();

    private SimulatedChain Chain => chain ?? throw new InvalidOperationException("The oracle has no chain to look at.");

    public void Watch(SimulatedChain watched)
    {
        chain = watched;
        watched.Landed = Landed;
        watched.Dropped = Dropped;
    }

    public TransactionId? IntentOf(string signature) => signings.GetValueOrDefault(signature)?.Intent;

    public Transfer? Find(TransactionId id) => transfers.GetValueOrDefault(id.Value);

    public void Violate(TransactionId? intent, string text)
    {
        violations.Add(new Violation(intent, text));
        story.Tell(intent, $"VIOLATION: {text}");
    }

    /// <summary>The store has committed this state of a transfer.</summary>
    /// <param name="by">Which process did it.</param>
    public void Committed(Transfer transfer, string by)
    {
        var before = transfers.GetValueOrDefault(transfer.Id.Value);
        transfers[transfer.Id.Value] = transfer;
        if (before is not null && before.Status == transfer.Status && before.Attempt?.Signature == transfer.Attempt?.Signature)
        {
            return;
        }

        story.Tell(transfer.Id, $"{by} commits {transfer.Status}, version {transfer.Version}{Details(transfer)}");
        if (before is not null && !TransferTransitions.Allows(before.Status, transfer.Status))
        {
            Violate(transfer.Id, $"moved from {before.Status} to {transfer.Status}");
        }

        Coverage.Count(before is null ? "new transfer" : $"move {before.Status} to {transfer.Status}");
        switch (transfer.Status)
        {
            case TransferStatus.Signed:
                CheckNothingElseIsAlive(transfer);
                CheckLife(transfer.Attempt!, transfer.Id);
                signings.Add(transfer.Attempt!.Signature.Value, new Signing(transfer.Id, transfer.Attempt));
                break;
            case TransferStatus.Ready or TransferStatus.Rejected or TransferStatus.Expired or TransferStatus.Cancelled:
                CheckNothingElseIsAlive(transfer);
                break;
            case TransferStatus.Finalized or TransferStatus.Failed:
                CheckLanding(transfer);
                break;
        }
    }

    /// <summary>Bytes have come to a node.</summary>
    public void Arrived(string node, ChainTransaction transaction)
    {
        var signing = signings.GetValueOrDefault(transaction.Signature);
        story.Tell(signing?.Intent, $"{node} gets {transaction.Signature[..8]}");
        if (signing is null)
        {
            Violate(null, $"bytes with signature {transaction.Signature} were sent that were never committed");
        }
    }

    private static string Details(Transfer transfer) => transfer.Status switch
    {
        TransferStatus.Signed =>
            $": attempt {transfer.Attempt!.Number} {transfer.Attempt.Signature.Value[..8]}, valid to height {transfer.Attempt.LastValidBlockHeight}",
        TransferStatus.Ready => $": {transfer.Lamports} lamports and a fee of {transfer.Quote?.Fee}",
        _ => transfer.Error is { } error ? $": {error.Code}" : string.Empty,
    };

    /// <summary>Before anything new is signed, or the transfer is given up: what was signed before is dead, and did not land.</summary>
    private void CheckNothingElseIsAlive(Transfer transfer)
    {
        foreach (var other in SigningsOf(transfer.Id).Where(signing => signing.Attempt.Signature != Newest(transfer)))
        {
            var signature = other.Attempt.Signature.Value;
            if (Chain.FindLanding(signature) is not null)
            {
                Violate(transfer.Id, $"became {transfer.Status} although attempt {other.Attempt.Number} has landed");
            }
            else if (Chain.CanStillLand(signature, other.Attempt.Blockhash))
            {
                Violate(
                    transfer.Id,
                    $"became {transfer.Status} although attempt {other.Attempt.Number} can still land (height {Chain.Height}, finalized {Chain.FinalizedHeight})");
            }
        }
    }

    /// <summary>The attempt that the move is about, when it is a new one.</summary>
    private static TransactionSignature? Newest(Transfer transfer) =>
        transfer.Status == TransferStatus.Signed ? transfer.Attempt!.Signature : null;

    /// <summary>A life on record that is too short would have the transaction declared dead while it can still land.</summary>
    private void CheckLife(TransferAttempt attempt, TransactionId intent)
    {
        if (Chain.HeightOf(attempt.Blockhash) is { } made && attempt.LastValidBlockHeight < made + SimulatedChain.BlockhashLife)
        {
            Violate(intent, $"has {attempt.LastValidBlockHeight} on record, and is valid to {made + SimulatedChain.BlockhashLife}");
        }
    }

    private IEnumerable<Signing> SigningsOf(TransactionId id) => signings.Values.Where(signing => signing.Intent == id);

    private void CheckLanding(Transfer transfer)
    {
        var landing = Chain.FindLanding(transfer.Attempt!.Signature.Value);
        if (landing is null || landing.Height > Chain.FinalizedHeight)
        {
            Violate(transfer.Id, $"became {transfer.Status} although the chain has not finalized it");
        }
        else if ((landing.Error is null) != (transfer.Status == TransferStatus.Finalized))
        {
            Violate(transfer.Id, $"became {transfer.Status}, and on chain it ended with {landing.Error ?? "success"}");
        }
        else if (transfer.Execution?.Slot != landing.Slot)
        {
            Violate(transfer.Id, $"has slot {transfer.Execution?.Slot} on record and {landing.Slot} on chain");
        }
    }

    private void Landed(Landing landing)
    {
        var signature = landing.Transaction.Signature;
        if (!signings.TryGetValue(signature, out var signing))
        {
            Violate(null, $"{signature} landed and nobody knows what it is for");
            return;
        }

        CountLanding(landing, signing.Attempt);
        story.Tell(signing.Intent, $"block {landing.Height} at slot {landing.Slot} executes {signature[..8]}: {landing.Error ?? "success"}");
        foreach (var other in SigningsOf(signing.Intent).Where(other => other != signing))
        {
            if (Chain.FindLanding(other.Attempt.Signature.Value) is { Error: null })
            {
                Violate(signing.Intent, $"took effect twice: attempts {other.Attempt.Number} and {signing.Attempt.Number}");
            }
        }

        if (transfers[signing.Intent.Value] is { Status: var status } && status.IsEnd())
        {
            Violate(signing.Intent, $"landed although it was {status}");
        }
    }

    private void CountLanding(Landing landing, TransferAttempt attempt)
    {
        Coverage.Count(landing.Error is null ? "executed" : "executed with an error");
        Coverage.Count("executed in the last valid block", landing.Height == attempt.LastValidBlockHeight ? 1 : 0);
        Coverage.Count("executed one block after the last valid one", landing.Height == attempt.LastValidBlockHeight + 1 ? 1 : 0);
        Coverage.Count("executed again after a fork", dropped.Remove(landing.Transaction.Signature) ? 1 : 0);
    }

    private void Dropped(ChainBlock block)
    {
        Coverage.Count("block dropped by a fork");
        foreach (var landing in block.Landings)
        {
            dropped.Add(landing.Transaction.Signature);
            Coverage.Count("execution dropped by a fork");
            story.Tell(
                signings.GetValueOrDefault(landing.Transaction.Signature)?.Intent,
                $"a fork drops block {block.Height} and {landing.Transaction.Signature[..8]} with it");
        }
    }

    private sealed record Signing(TransactionId Intent, TransferAttempt Attempt);
}
