using WalletService.Domain.Management;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>The durable record of wallets. Every method is one database transaction.</summary>
/// <remarks>
/// All methods throw <see cref="PortUnavailableException"/> when the database can't be reached and nothing was written.
/// <see cref="OutcomeUnknownException"/>: the commit got no answer; every method may be repeated with the same arguments.
/// </remarks>
public interface IWalletStore
{
    /// <summary>
    /// Makes the wallet of a prepared key of <see cref="NewWallet.KeyProvider"/>, when <see cref="IKeyPool"/> has one: the wallet is
    /// then visible at once, and bears the id that its key was made for. Else keeps a wallet id for a request before its key is made,
    /// so that a request that comes again after a crash finds the same id, and with it the same key. A reserved wallet is invisible to
    /// every other method but <see cref="CompleteAsync"/>.
    /// </summary>
    Task<WalletReservation> ReserveAsync(NewWallet wallet, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a reserved wallet visible with its key, active when it is the user's first; writes the event and the audit
    /// entry with it. Idempotent: completing twice returns the wallet as it is.
    /// </summary>
    Task<Wallet> CompleteAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken);

    /// <summary>The user's wallet, or null when the user has none with this id.</summary>
    Task<Wallet?> FindAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken);

    /// <summary>
    /// The same with the key of this number, which may be a retired one, in the place of the wallet's current key; null when there is no
    /// such key either.
    /// </summary>
    Task<Wallet?> FindWithKeyAsync(UserId userId, WalletId walletId, int keyNumber, CancellationToken cancellationToken);

    /// <summary>The user's wallets, oldest first, after <paramref name="after"/> when given.</summary>
    Task<WalletPage> ListAsync(UserId userId, int limit, WalletId? after, CancellationToken cancellationToken);

    /// <summary>
    /// Makes this the user's one active wallet, whatever runs at once; null when the user has no such wallet. An archived one is returned
    /// as it is.
    /// </summary>
    Task<Wallet?> ActivateAsync(CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken);
}

/// <param name="Fingerprint">SHA-256 of the request's content, to tell a repeated request from another under the same key.</param>
public sealed record NewWallet(
    WalletId Id,
    UserId UserId,
    CallerId Caller,
    WalletLabel Label,
    IdempotencyKey IdempotencyKey,
    RequestFingerprint Fingerprint,
    DateTimeOffset CreatedAt)
{
    /// <summary>Whose prepared keys may be taken; null takes none.</summary>
    public string? KeyProvider { get; init; }
}

/// <summary>What came of <see cref="IWalletStore.ReserveAsync"/>.</summary>
public abstract record WalletReservation
{
    private WalletReservation()
    {
    }

    /// <summary>The id is reserved, now or by an earlier delivery of the same request; its key is still to be made.</summary>
    public sealed record Reserved(WalletId WalletId) : WalletReservation;

    /// <summary>The wallet is there: made of a prepared key now, or by an earlier delivery of the same request.</summary>
    public sealed record Completed(Wallet Wallet) : WalletReservation;

    /// <summary>The key was used before with other content.</summary>
    public sealed record Conflict : WalletReservation;
}

/// <param name="Next">The id to pass as <c>after</c> for the next page, or null at the end.</param>
public sealed record WalletPage(IReadOnlyList<Wallet> Wallets, WalletId? Next);
