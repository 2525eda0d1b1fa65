using WalletService.Domain.Errors;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>
/// The durable record of transfers, their signed transactions and their reservations. Every method is one database
/// transaction that also writes the outbox event and the audit entry of the change.
/// </summary>
/// <remarks>
/// Changes are conditional on status and version: a change that comes too late (another instance took the transfer over)
/// writes nothing and returns null. <see cref="PortUnavailableException"/>: nothing was written.
/// <see cref="OutcomeUnknownException"/>: the commit got no answer; read the transfer again.
/// </remarks>
public interface ITransferStore
{
    /// <summary>
    /// Commits a new transfer (status Received) leased to <paramref name="owner"/>, or finds the one that the same
    /// (user, idempotency key) made before. It is pinned to the wallet's current key, but for a sweep, which says whose address it empties.
    /// The part of a batch is committed whatever is frozen, and refused when it is decided on.
    /// </summary>
    Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>The user's transfer, or null.</summary>
    Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken);

    /// <summary>The transfer that the user's request with this key made, or null.</summary>
    Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>The user's transfers that pass the filter, newest first, before <paramref name="before"/> when given.</summary>
    Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken);

    /// <summary>Every transaction that was signed for the user's transfer, oldest first; empty when there is none.</summary>
    Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken);

    /// <summary>
    /// Decides on a transfer under the wallet's row lock: <paramref name="decide"/> (pure and quick) sees the wallet's
    /// reservations and state as nobody else can change them, and its decision is committed with the reservation that it makes.
    /// It is asked again, and its last answer counts, when the database rolls the transaction back and it is tried once more.
    /// Returns the transfer afterwards (unchanged for <see cref="TransferDecision.ReadAgain"/> and
    /// <see cref="TransferDecision.WaitForOthers"/>), or null when it came too late.
    /// </summary>
    Task<Transfer?> DecideAsync(Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a signature over this message is about to be made, and checks in the same transaction that nothing that the
    /// transfer concerns is frozen, that it has its approvals, and that no newer policy refuses it.
    /// </summary>
    Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken);

    /// <summary>
    /// Applies one move of the state machine with all that belongs to it (signed attempt, execution, error, released
    /// reservation). Null when it came too late. A signature that another attempt has already throws
    /// <see cref="DuplicateSignatureException"/> and writes nothing. What has been frozen since the signature was announced turns the
    /// move to Signed into a refusal: the signed transaction is not stored, so that it is never sent.
    /// </summary>
    Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken);
}

/// <summary>Open transfers as work to be done, shared by all instances.</summary>
public interface ITransferQueue
{
    /// <summary>
    /// Leases up to <paramref name="limit"/> open transfers that nobody holds and that are due, oldest first. A lease raises the
    /// version: whoever held the transfer before can't write any more.
    /// </summary>
    Task<IReadOnlyList<Transfer>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Prolongs leases still held by <paramref name="owner"/>; returns the ids that still are.</summary>
    Task<IReadOnlySet<TransactionId>> RenewAsync(
        string owner, IReadOnlyCollection<TransactionId> ids, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives a transfer back, due again after <paramref name="delay"/>. Does nothing when the lease is lost.</summary>
    Task ReleaseAsync(string owner, TransactionId id, TimeSpan delay, CancellationToken cancellationToken);
}

/// <summary>What came of <see cref="ITransferStore.AddAsync"/>.</summary>
public abstract record TransferAdmission
{
    private TransferAdmission()
    {
    }

    public sealed record Added(Transfer Transfer) : TransferAdmission;

    /// <summary>The same request was committed before; the transfer as it stands now.</summary>
    public sealed record Existing(Transfer Transfer) : TransferAdmission;

    /// <summary>The key was used before with other content.</summary>
    public sealed record Conflict : TransferAdmission;

    /// <summary>Something that the transfer concerns is frozen. Nothing was committed, and the key may be used again.</summary>
    public sealed record Refused(WalletError Error) : TransferAdmission;
}

/// <summary>Which transfers are listed; what is null does not matter.</summary>
/// <param name="ReceivedFrom">Received at this time or later.</param>
/// <param name="ReceivedBefore">Received before this time.</param>
public sealed record TransferFilter(
    WalletId? WalletId = null,
    IReadOnlyList<TransferStatus>? Statuses = null,
    DateTimeOffset? ReceivedFrom = null,
    DateTimeOffset? ReceivedBefore = null);

/// <param name="Next">The id to pass as <c>before</c> for the next page, or null at the end.</param>
public sealed record TransferPage(IReadOnlyList<Transfer> Transfers, TransactionId? Next);

/// <summary>What only the database knows of a wallet's funds.</summary>
/// <param name="Reserved">Sum of amounts and fees reserved by the wallet's other open transfers that pay from the same address.</param>
/// <param name="InFlight">
/// The part of <paramref name="Reserved"/> whose transactions are signed: they may have executed already, and then their funds are
/// missing from the balance and reserved as well.
/// </param>
/// <param name="SettledSlot">A balance read at an older slot may not show every transfer whose reservation was released.</param>
public sealed record WalletPosition(WalletStatus Status, Lamports Reserved, Lamports InFlight, ulong SettledSlot)
{
    /// <summary>An open wallet without other transfers or policies.</summary>
    public static WalletPosition Undisturbed { get; } = new(WalletStatus.Open, Lamports.Zero, Lamports.Zero, SettledSlot: 0);

    /// <summary>The same for the token that the transfer pays, in base units; nothing for one that pays none.</summary>
    public TokenPosition Tokens { get; init; } = TokenPosition.None;

    /// <summary>The policies that cover the wallet.</summary>
    public PolicyPosition Policy { get; init; } = PolicyPosition.None;

    /// <summary>The widest freeze among what the transfer concerns; null when nothing of it is frozen.</summary>
    public FreezeTarget? Frozen { get; init; }

    /// <summary>Why nothing may be signed for the transfer, whatever the funds; null when it may.</summary>
    public WalletError? Refusal => SigningGate.FindRefusal(Status, Frozen);
}

/// <param name="Reserved">Base units reserved by the wallet's other open transfers of the same mint.</param>
/// <param name="InFlight">The part of <paramref name="Reserved"/> whose transactions are signed.</param>
public sealed record TokenPosition(ulong Reserved, ulong InFlight)
{
    public static TokenPosition None { get; } = new(0, 0);
}

public abstract record TransferDecision
{
    private TransferDecision()
    {
    }

    /// <summary>Reserve amount, fee and tokens; the transfer becomes Ready.</summary>
    public sealed record Accept(Lamports Lamports, FeeQuote Quote, TokenMovement? Token = null) : TransferDecision
    {
        /// <inheritdoc cref="Transfer.Policy"/>
        public TransferPolicy? Policy { get; init; }
    }

    /// <summary>Reserve the same; the transfer becomes AwaitingApproval.</summary>
    public sealed record AwaitApproval(Lamports Lamports, FeeQuote Quote, TokenMovement? Token, TransferPolicy Policy) : TransferDecision;

    /// <summary>
    /// The newest attempt is proven dead: record it so, reserve what the next one takes; the transfer becomes Ready again.
    /// </summary>
    public sealed record SignAgain(Lamports Lamports, FeeQuote Quote, TokenMovement? Token = null) : TransferDecision
    {
        /// <inheritdoc cref="Transfer.Policy"/>
        public TransferPolicy? Policy { get; init; }
    }

    /// <summary>The transfer becomes Rejected, or Expired when its newest attempt is proven dead.</summary>
    public sealed record Refuse(WalletError Error) : TransferDecision;

    /// <summary>Whether the funds suffice is known only when the wallet's transfers in flight have settled: change nothing, decide later.</summary>
    public sealed record WaitForOthers : TransferDecision;

    /// <summary>The balance was read at too old a slot: change nothing, read at this slot or later, decide again.</summary>
    public sealed record ReadAgain(ulong MinimumSlot) : TransferDecision;
}

/// <param name="AttemptNumber">1 for the first.</param>
/// <param name="MessageHash">SHA-256 of the message bytes, lower-case hex.</param>
public sealed record SigningIntent(int AttemptNumber, string MessageHash, string KeyVersionName);

/// <summary>One move of the state machine.</summary>
public sealed record TransferChange
{
    public required TransferStatus To { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The attempt to store (with the move to Signed), or the outcome of the stored one.</summary>
    public TransferAttempt? Attempt { get; init; }

    public TransferExecution? Execution { get; init; }

    public WalletError? Error { get; init; }

    /// <summary>Who asked for the move; null for one that the service makes by itself.</summary>
    public CallerId? Caller { get; init; }

    /// <summary>An approval of a transfer that awaits some: it moves to Ready with the last one, and else stays where it is.</summary>
    public Approval? Approval { get; init; }
}

/// <summary>Two attempts would have the same bytes, so only one of them could execute: build the second one differently.</summary>
public sealed class DuplicateSignatureException(TransactionSignature signature)
    : Exception($"Another attempt has the signature {signature} already.")
{
    public TransactionSignature Signature { get; } = signature;
}
