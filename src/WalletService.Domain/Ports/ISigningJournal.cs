using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>The record of transactions that were signed for a caller without being sent by the service.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written, and nothing may be signed. <see cref="OutcomeUnknownException"/>: the
/// commit got no answer, and nothing may be signed before the same call is granted.
/// </remarks>
public interface ISigningJournal
{
    /// <summary>
    /// Records, before the vault is asked, that a signature is about to be made; checks in the same transaction that nothing that the
    /// request concerns is frozen, and that the policies allow it. The same request again is <see cref="SigningVerdict.Granted"/> again: the signature will be the same. It is judged by the risk
    /// service's verdict with which it was granted, whatever that service says now.
    /// </summary>
    Task<SigningVerdict> BeginAsync(SigningRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Records the signature that was made (audit), before anybody gets it. <see cref="SigningVerdict.Refused"/>: something was frozen
    /// meanwhile, and nobody may get it.
    /// </summary>
    Task<SigningVerdict> CompleteAsync(SigningRequest request, TransactionSignature signature, CancellationToken cancellationToken);
}

/// <param name="MessageHash">SHA-256 of the message bytes, lower-case hex.</param>
public sealed record SigningRequest(
    WalletId WalletId,
    UserId UserId,
    CallerId Caller,
    IdempotencyKey IdempotencyKey,
    RequestFingerprint Fingerprint,
    string MessageHash,
    string KeyVersionName,
    DateTimeOffset At)
{
    /// <summary>What policies judge it by; nothing is known to move unless it is said here.</summary>
    public PolicySubject Subject { get; init; } = new()
    {
        Kind = PolicyRequestKind.Sign,
        Caller = Caller,
        UserId = UserId,
        WalletId = WalletId,
        Movements = [],
        At = At,
    };
}
