using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>The keys that a vault holds for this environment, read from the vault alone: what is left when the database is lost.</summary>
public interface IKeyRegister
{
    /// <summary>Every key of a wallet, checked like a new one before it is told. What is in the way of a key is told in its place.</summary>
    /// <exception cref="PortUnavailableException">The vault could not be reached; begin again.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses to list its keys.</exception>
    IAsyncEnumerable<RegisteredKey> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A key as the vault's register has it.</summary>
/// <param name="Name">The vault's name of the key.</param>
/// <param name="WalletId">The wallet that it was made for; null when that can't be told.</param>
/// <param name="Key">Null when it can't be used; <paramref name="Problem"/> says why.</param>
/// <param name="IsPrepared">Whether it was made ahead of its wallet, which may never have been made.</param>
public sealed record RegisteredKey(
    string Name, WalletId? WalletId, WalletKey? Key, bool IsPrepared, DateTimeOffset CreatedAt, string? Problem)
{
    /// <summary>Which of the wallet's keys it is: 1 for the first, one more with each rotation.</summary>
    public int KeyNumber { get; init; } = WalletKeyId.First;
}
