using WalletService.Domain.Auditing;
using WalletService.Domain.Deposits;
using WalletService.Domain.Freezes;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Transactions;

internal sealed class EmbeddedSigningJournal(EmbeddedDatabase database) : ISigningJournal
{
    public Task<SigningVerdict> BeginAsync(SigningRequest request, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Begin(request));
        }
    }

    public Task<SigningVerdict> CompleteAsync(SigningRequest request, TransactionSignature signature, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Complete(request, signature));
        }
    }

    private SigningVerdict Complete(SigningRequest request, TransactionSignature signature)
    {
        var wallet = database.Wallets[request.WalletId.Value];
        var refusal = database.FindRefusal(wallet, SigningGate.TargetsOf(request));
        if (refusal is null)
        {
            database.GivenSignatures.Add(new GivenSignature(signature, request.WalletId));
        }

        database.Record(
            wallet, refusal is null ? AuditDrafts.SignCompleted(request, signature) : AuditDrafts.SignWithheld(request, refusal));
        return refusal is null ? new SigningVerdict.Granted() : new SigningVerdict.Refused(refusal);
    }

    private SigningVerdict Begin(SigningRequest request)
    {
        var key = (request.UserId.Value, request.IdempotencyKey.Value);
        if (database.Requests.TryGetValue(key, out var earlier) && !earlier.IsSame(StoredRequest.Sign, request.Fingerprint))
        {
            return new SigningVerdict.Conflict();
        }

        var wallet = database.Wallets[request.WalletId.Value];
        var source = $"sign {request.UserId} {request.IdempotencyKey}";
        var position = database.Policies.PositionOf(
            request.UserId, request.WalletId, source, new Dictionary<SolanaAddress, DateTimeOffset>(), database.Time.GetUtcNow());
        var subject = earlier is { Risk: not RiskVerdict.NotAsked } ? request.Subject with { Risk = earlier.Risk } : request.Subject;
        if ((database.FindRefusal(wallet, SigningGate.TargetsOf(request)) ?? PolicyGate.FindRefusal(subject, position)) is { } refusal)
        {
            return new SigningVerdict.Refused(refusal);
        }

        var stored = new StoredRequest(StoredRequest.Sign, request.Fingerprint, request.WalletId.Value) { Risk = subject.Risk };
        if (database.Requests.TryAdd(key, stored))
        {
            database.Policies.Spend(
                source, request.UserId, request.WalletId, request.Subject.Movements, database.Time.GetUtcNow());
        }

        database.Record(wallet, AuditDrafts.SignRequested(request, position));
        return new SigningVerdict.Granted();
    }
}
