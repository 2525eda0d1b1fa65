using WalletService.Domain.Addresses;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Addresses;

/// <summary>How every <see cref="IAddressBook"/> keeps names of addresses.</summary>
public abstract class AddressBookContract : StorageContract
{
    private static readonly SolanaAddress Other = SolanaAddress.Parse("4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM");

    private readonly UserId user = UserId.Parse($"user-{Guid.CreateVersion7()}");

    [Fact]
    public async Task A_name_keeps_its_address_and_its_first_time()
    {
        var first = await KeptAsync("bob", Recipient);
        Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, await KeptAsync("bob", Recipient));
        Assert.IsType<AddressAdmission.NameTaken>(await AddAsync("bob", Other));

        Assert.Equal([first], await Storage.Addresses.ListAsync(user, 10, after: null, default));
        var entry = await Storage.AuditTrail.FindNewestAsync("address.added", default);
        Assert.Equal((user.Value, Recipient.Value, Caller.Value), (
            entry!.Details["user"], entry.Details["address"], entry.Details["caller"]));
    }

    [Fact]
    public async Task A_name_is_taken_out_once_and_may_then_stand_for_another_address()
    {
        var first = await KeptAsync("bob", Recipient);

        Assert.Equal(first, await Storage.Addresses.RemoveAsync(Caller, user, first.Name, default));
        Assert.Null(await Storage.Addresses.RemoveAsync(Caller, user, first.Name, default));
        Assert.Empty(await Storage.Addresses.FindAsync(user, [first.Name], default));
        Assert.Equal(user.Value, (await Storage.AuditTrail.FindNewestAsync("address.removed", default))!.Details["user"]);

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Time.GetUtcNow(), (await KeptAsync("bob", Other)).AddedAt);
    }

    [Fact]
    public async Task Lists_by_name_page_by_page()
    {
        foreach (var name in new[] { "c", "a-2", "b", "a.1", "a_3" })
        {
            await KeptAsync(name, Recipient);
        }

        var first = await Storage.Addresses.ListAsync(user, 3, after: null, default);
        var rest = await Storage.Addresses.ListAsync(user, 3, first[^1].Name, default);

        Assert.Equal(["a-2", "a.1", "a_3"], first.Select(entry => entry.Name.Value));
        Assert.Equal(["b", "c"], rest.Select(entry => entry.Name.Value));
    }

    [Fact]
    public async Task Finds_by_names_and_by_addresses()
    {
        var bob = await KeptAsync("bob", Recipient);
        var rob = await KeptAsync("rob", Recipient);
        var eve = await KeptAsync("eve", Other);

        Assert.Equal([bob, eve], (await Storage.Addresses.FindAsync(user, [bob.Name, eve.Name, AddressName.Parse("x")], default))
            .OrderBy(entry => entry.Name.Value, StringComparer.Ordinal));
        Assert.Equal([bob, rob], await Storage.Addresses.FindByAddressAsync(user, [Recipient], default));
    }

    [Fact]
    public async Task The_books_of_users_are_apart()
    {
        await KeptAsync("bob", Recipient);
        var stranger = NewUser();

        Assert.Empty(await Storage.Addresses.ListAsync(stranger, 10, after: null, default));
        Assert.Empty(await Storage.Addresses.FindAsync(stranger, [AddressName.Parse("bob")], default));
        Assert.Null(await Storage.Addresses.RemoveAsync(Caller, stranger, AddressName.Parse("bob"), default));
        Assert.Single(await Storage.Addresses.ListAsync(user, 10, after: null, default));
    }

    [Fact]
    public async Task One_of_several_addresses_for_a_name_at_once_wins()
    {
        var admissions = await InParallelAsync(8, number => AddAsync("bob", number % 2 == 0 ? Recipient : Other));

        Assert.Equal(4, admissions.OfType<AddressAdmission.Kept>().Count());
        Assert.Equal(4, admissions.OfType<AddressAdmission.NameTaken>().Count());
        Assert.Single(await Storage.Addresses.ListAsync(user, 10, after: null, default));
    }

    private Task<AddressAdmission> AddAsync(string name, SolanaAddress address) => Storage.Addresses.AddAsync(
        Caller, user, new AddressEntry(AddressName.Parse(name), address, Time.GetUtcNow()), default);

    private async Task<AddressEntry> KeptAsync(string name, SolanaAddress address) =>
        Assert.IsType<AddressAdmission.Kept>(await AddAsync(name, address)).Entry;
}
