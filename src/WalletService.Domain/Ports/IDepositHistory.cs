using WalletService.Domain.Deposits;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Reads what came in.</summary>
/// <remarks><see cref="PortUnavailableException"/> when the database can't be reached.</remarks>
public interface IDepositHistory
{
    /// <summary>A user's deposits, the newest first, before <paramref name="before"/> when given.</summary>
    Task<DepositPage> ListAsync(UserId userId, DepositFilter filter, int limit, Guid? before, CancellationToken cancellationToken);

    /// <summary>A wallet's books, the oldest line first, after the first <paramref name="skip"/> lines.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadBooksAsync(WalletId walletId, int skip, int limit, CancellationToken cancellationToken);
}

/// <summary>Null means: whatever it is.</summary>
public sealed record DepositFilter(WalletId? WalletId, SolanaAddress? Mint, DepositStatus? Status);

/// <param name="Next">To be passed as <c>before</c> for the next page; null at the end.</param>
public sealed record DepositPage(IReadOnlyList<Deposit> Deposits, Guid? Next);
