using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.TransferHooks;

namespace WalletService.Solana.Tests.Programs.TransferHooks;

public sealed class TransferHookAccountsTests
{
    private static readonly Address Hook = AddressOf(10);
    private static readonly Address Source = AddressOf(11);
    private static readonly Address Destination = AddressOf(12);
    private static readonly Address Owner = AddressOf(13);
    private static readonly Address Mint = AddressOf(14);
    private static readonly Address Metas = TransferHookInterface.FindMetasAddress(Hook, Mint);

    private readonly Dictionary<Address, byte[]> chain = [];

    [Fact]
    public async Task A_hook_without_an_account_of_metas_needs_its_program_only() =>
        Assert.Equal([AccountMeta.Readonly(Hook)], await FindAsync());

    [Fact]
    public async Task A_hook_with_an_empty_list_needs_its_program_and_the_list()
    {
        Put();
        Assert.Equal([AccountMeta.Readonly(Hook), AccountMeta.Readonly(Metas)], await FindAsync());
    }

    [Fact]
    public async Task Fixed_addresses_come_first_and_never_sign()
    {
        Put(
            TransferHookMetas.Entry(0, AddressOf(20).Span, isSigner: true, isWritable: true),
            TransferHookMetas.Entry(0, AddressOf(21).Span));
        Assert.Equal(
            [AccountMeta.Writable(AddressOf(20)), AccountMeta.Readonly(AddressOf(21)), AccountMeta.Readonly(Hook), AccountMeta.Readonly(Metas)],
            await FindAsync());
    }

    [Fact]
    public async Task An_account_that_the_call_has_read_only_stays_so()
    {
        Put(TransferHookMetas.Entry(0, Source.Span, isWritable: true), TransferHookMetas.Entry(0, Source.Span, isWritable: true));
        Assert.Equal([AccountMeta.Readonly(Source), AccountMeta.Readonly(Source)], (await FindAsync()).Take(2));
    }

    [Fact]
    public async Task Derives_addresses_from_every_kind_of_seed()
    {
        chain[Destination] = [9, 8, 7, 6, 5];
        Put(
            TransferHookMetas.Entry(1, [1, 3, .. "abc"u8, 3, 3]),
            TransferHookMetas.Entry(1, [2, 8, 8, 3, 4]),
            TransferHookMetas.Entry(1, [4, 2, 1, 3, 3, 5], isWritable: true));
        var found = await FindAsync(amount: 0x0102030405060708);
        var first = ProgramDerivedAddress.Find(Hook, "abc"u8.ToArray(), Owner.Memory).Address;
        var second = ProgramDerivedAddress.Find(Hook, new byte[] { 8, 7, 6, 5, 4, 3, 2, 1 }, Metas.Memory).Address;
        var third = ProgramDerivedAddress.Find(Hook, new byte[] { 8, 7, 6 }, first.Memory).Address;
        Assert.Equal([AccountMeta.Readonly(first), AccountMeta.Readonly(second), AccountMeta.Writable(third)], found.Take(3));
    }

    [Fact]
    public async Task Derives_addresses_of_another_program_in_the_call()
    {
        Put(TransferHookMetas.Entry(0, AddressOf(30).Span), TransferHookMetas.Entry(128 + 5, [1, 1, 42]));
        var expected = ProgramDerivedAddress.Find(AddressOf(30), "*"u8.ToArray()).Address;
        Assert.Equal(AccountMeta.Readonly(expected), (await FindAsync())[1]);
    }

    [Fact]
    public async Task Takes_addresses_out_of_the_data_of_accounts()
    {
        chain[Source] = [.. new byte[32], .. AddressOf(40).Span];
        Put(TransferHookMetas.Entry(2, [2, 0, 32]));
        Assert.Equal(AccountMeta.Readonly(AddressOf(40)), (await FindAsync())[0]);
    }

    [Fact]
    public async Task Passes_over_other_entries_of_the_account()
    {
        chain[Metas] = [.. Enumerable.Repeat((byte)7, 8), 3, 0, 0, 0, 1, 2, 3, .. TransferHookMetas.Of(TransferHookMetas.Entry(0, AddressOf(20).Span)), 0, 0, 0];
        Assert.Equal(AccountMeta.Readonly(AddressOf(20)), (await FindAsync())[0]);
    }

    [Theory]
    [InlineData("an unknown kind of account", 3, "")]
    [InlineData("an unknown kind of seed", 1, "05")]
    [InlineData("a literal beyond the configuration", 1, "0120")]
    [InlineData("data of the call beyond its end", 1, "020a08")]
    [InlineData("an account that is not there yet", 1, "0305")]
    [InlineData("data of an account that does not exist", 1, "04000001")]
    [InlineData("a program that is not there", 200, "0101ff")]
    [InlineData("an address beyond the data of the call", 2, "0100")]
    [InlineData("an unknown place of an address", 2, "03")]
    [InlineData("no place of an address", 2, "")]
    [InlineData("sixteen seeds", 1, "03000300030003000300030003000300030003000300030003000300030003")]
    public async Task Refuses(string what, byte kind, string configuration)
    {
        Put(TransferHookMetas.Entry(kind, Convert.FromHexString(configuration)));
        var refusal = await Assert.ThrowsAsync<TransferHookException>(() => FindAsync());
        Assert.False(string.IsNullOrEmpty(refusal.Message), what);
    }

    [Fact]
    public async Task Refuses_an_account_of_metas_that_holds_no_list()
    {
        byte[][] broken =
        [
            [1],
            [.. TransferHookMetas.Discriminator, 255, 255, 255, 255],
            [.. TransferHookMetas.Discriminator, 3, 0, 0, 0, 1, 0, 0],
            [.. TransferHookMetas.Discriminator, 4, 0, 0, 0, 1, 0, 0, 0],
            [.. TransferHookMetas.Discriminator, 4, 0, 0, 0, 255, 255, 255, 255],
            [.. Enumerable.Repeat((byte)7, 8), 0, 0, 0, 0],
            new byte[100],
        ];
        foreach (var data in broken)
        {
            chain[Metas] = data;
            await Assert.ThrowsAsync<TransferHookException>(() => FindAsync());
        }
    }

    private static Address AddressOf(byte seed) => Address.FromBytes(Enumerable.Repeat(seed, Address.Length).ToArray());

    private void Put(params byte[][] entries) => chain[Metas] = TransferHookMetas.Of(entries);

    private Task<IReadOnlyList<AccountMeta>> FindAsync(ulong amount = 1) => TransferHookAccounts.FindAsync(
        new TransferHookCall(Hook, Source, Mint, Destination, Owner, amount),
        (address, _) => Task.FromResult(chain.TryGetValue(address, out var data) ? data : (ReadOnlyMemory<byte>?)null),
        CancellationToken.None);
}
