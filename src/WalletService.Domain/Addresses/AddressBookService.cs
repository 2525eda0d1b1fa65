using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Addresses;

/// <summary>A user's address book: names for addresses, which payments may give as <c>@name</c>.</summary>
public sealed class AddressBookService(IAddressBook book, ITransferStore transfers, IBatchStore batches, TimeProvider time)
{
    /// <summary>Most lines of a book.</summary>
    public const int MaximumEntries = 1_000;

    public const int DefaultLimit = 50;
    public const int MaximumLimit = 200;

    /// <summary>The line as it is kept; an error when the name stands for another address, which has to be removed first.</summary>
    public async Task<Result<AddressEntry>> AddAsync(
        CallerId caller, UserId userId, AddressName name, SolanaAddress address, CancellationToken cancellationToken) =>
        await book.AddAsync(caller, userId, new AddressEntry(name, address, time.GetUtcNow()), cancellationToken) switch
        {
            AddressAdmission.Kept kept => kept.Entry,
            AddressAdmission.NameTaken => WalletErrors.AddressConflict(
                "nameTaken", "The name stands for another address. Remove it first, or take another name."),
            AddressAdmission.Full => WalletErrors.AddressConflict(
                "full", string.Create(CultureInfo.InvariantCulture, $"The address book has {MaximumEntries} addresses, and takes no more.")),
            var other => throw new InvalidOperationException($"Unknown admission {other}."),
        };

    public async Task<Result<AddressEntry>> RemoveAsync(
        CallerId caller, UserId userId, AddressName name, CancellationToken cancellationToken) =>
        await book.RemoveAsync(caller, userId, name, cancellationToken) is { } removed ? removed : WalletErrors.AddressNotFound(name.Value);

    /// <summary>A page of the book, by name.</summary>
    public async Task<Result<AddressPage>> ListAsync(UserId userId, int? limit, AddressName? after, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaximumLimit)
        {
            return WalletErrors.ValidationFailed("limit", $"is a number from 1 to {MaximumLimit}.");
        }

        var count = limit ?? DefaultLimit;
        var found = await book.ListAsync(userId, count + 1, after, cancellationToken);
        return found.Count > count
            ? new AddressPage([.. found.Take(count)], found[count - 1].Name)
            : new AddressPage(found, Next: null);
    }

    /// <summary>
    /// The addresses that names stand for now. When one stands for none any more, a request that was taken before is not told that
    /// there is no such name, which would sound as if nothing had been paid.
    /// </summary>
    /// <param name="key">Of the request that gives the names.</param>
    public async Task<Result<KnownAddresses>> ResolveAsync(
        UserId userId, IReadOnlyCollection<AddressName> names, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var found = (await book.FindAsync(userId, names, cancellationToken)).ToDictionary(entry => entry.Name, entry => entry.Address);
        if (names.FirstOrDefault(name => !found.ContainsKey(name)) is not { } missing)
        {
            return new KnownAddresses(found);
        }

        var wasTaken = await transfers.FindByKeyAsync(userId, key, cancellationToken) is not null
            || await batches.FindByKeyAsync(userId, key, cancellationToken) is not null;
        return wasTaken ? WalletErrors.IdempotencyConflict() : WalletErrors.AddressNotFound(missing.Value);
    }
}

/// <param name="Next">The name to pass as <c>after</c> for the next page, or null at the end.</param>
public sealed record AddressPage(IReadOnlyList<AddressEntry> Entries, AddressName? Next);

/// <summary>Which names stand for which addresses.</summary>
public sealed record KnownAddresses(IReadOnlyDictionary<AddressName, SolanaAddress> ByName);
