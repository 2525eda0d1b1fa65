using WalletService.Domain.Auditing;
using WalletService.Domain.Freezes;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>
/// Records that the vault is about to be asked for a signature over a caller's transaction, unless it is frozen or a policy refuses it.
/// </summary>
internal sealed class RequestSignature(SigningRequest request) : RecordChange<SigningVerdict>("sign.begin", request.WalletId)
{
    public override RequestKey Key { get; } = RequestKey.Of(request.UserId, request.IdempotencyKey);

    public override IReadOnlyList<FreezeTarget> Concerned { get; } = SigningGate.TargetsOf(request);

    public override JudgedWallet Judged { get; } = new(
        request.UserId,
        request.WalletId,
        SpendingRow.SourceOfSignature(request.UserId, request.IdempotencyKey),
        [.. request.Subject.Movements.Select(movement => movement.Recipient).OfType<SolanaAddress>()],
        Pin: null);

    protected override SigningVerdict MakeAsResult(LockedRecords records)
    {
        var earlier = records.FindRequest(Key);
        if (records.FindTransfer(Key) is not null || (earlier is not null && !earlier.IsSame(RequestRow.Sign, request.Fingerprint)))
        {
            return new SigningVerdict.Conflict();
        }

        // A request that is refused leaves no trace of the key: the caller may use it again.
        var wallet = records.GetWallet(request.WalletId);
        var subject = request.Subject with { Risk = earlier?.RiskOr(request.Subject.Risk) ?? request.Subject.Risk };
        var policy = records.PolicyOf(Judged);
        if ((records.FindRefusal(wallet, Concerned) ?? PolicyGate.FindRefusal(subject, policy)) is { } refusal)
        {
            return new SigningVerdict.Refused(refusal);
        }

        if (earlier is null)
        {
            records.TakeKey(Key, request.Caller, RequestRow.Sign, request.Fingerprint, request.WalletId.Value, subject.Risk);
            records.Spend(Judged, request.Subject.Movements);
        }

        records.Record(wallet, AuditDrafts.SignRequested(request, policy), []);
        return new SigningVerdict.Granted();
    }
}
