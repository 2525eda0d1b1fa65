using WalletService.Domain.Addresses;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>The address books of users. Every change is one database transaction with its audit entry.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; every
/// method may be repeated with the same arguments.
/// </remarks>
public interface IAddressBook
{
    /// <summary>Adds a line. The same name with the same address again is the line that is there already, with its first time.</summary>
    Task<AddressAdmission> AddAsync(CallerId caller, UserId userId, AddressEntry entry, CancellationToken cancellationToken);

    /// <summary>Takes a line out; what was taken out, or null when there was none.</summary>
    Task<AddressEntry?> RemoveAsync(CallerId caller, UserId userId, AddressName name, CancellationToken cancellationToken);

    /// <summary>The user's lines by name, after <paramref name="after"/> when given.</summary>
    Task<IReadOnlyList<AddressEntry>> ListAsync(UserId userId, int limit, AddressName? after, CancellationToken cancellationToken);

    /// <summary>Those of the names that the user's book has.</summary>
    Task<IReadOnlyList<AddressEntry>> FindAsync(
        UserId userId, IReadOnlyCollection<AddressName> names, CancellationToken cancellationToken);

    /// <summary>The user's lines with these addresses, to tell since when each is known; an address may have several.</summary>
    Task<IReadOnlyList<AddressEntry>> FindByAddressAsync(
        UserId userId, IReadOnlyCollection<SolanaAddress> addresses, CancellationToken cancellationToken);
}

/// <summary>What came of <see cref="IAddressBook.AddAsync"/>.</summary>
public abstract record AddressAdmission
{
    private AddressAdmission()
    {
    }

    /// <summary>The line, added now or there already.</summary>
    public sealed record Kept(AddressEntry Entry) : AddressAdmission;

    /// <summary>The name stands for another address.</summary>
    public sealed record NameTaken : AddressAdmission;

    /// <summary>The book has as many lines as it may have.</summary>
    public sealed record Full : AddressAdmission;
}
