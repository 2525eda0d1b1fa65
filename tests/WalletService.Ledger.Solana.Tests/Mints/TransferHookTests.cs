using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.TransferHooks;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>The accounts that we find for a hook are those that spl-token finds and that Token-2022 insists on.</summary>
[Collection(MintTests.Name)]
public sealed class TransferHookTests(MintsFixture fixture)
{
    private const ulong Amount = 1_000;

    private readonly TestWallet owner = TestWallet.Create();
    private readonly TestWallet recipient = TestWallet.Create();

    [Fact]
    public async Task A_transfer_with_the_accounts_that_the_hook_names_goes_through_and_without_any_one_of_them_not()
    {
        var hook = await fixture.Issuer.CreateHookAsync();
        var (mint, call) = await FillAsync(hook);
        await NameAccountsAsync(hook, mint);

        var found = await FindAsync(call);

        Assert.Equal(8, found.Count);
        Assert.True((await PayAsync(call, found)).Succeeds);

        // The last is the account of metas, for which Token-2022 leaves it to the hook to ask.
        for (var missing = 0; missing < found.Count - 1; missing++)
        {
            Assert.False((await PayAsync(call, [.. found.Where((_, index) => index != missing)])).Succeeds, $"without account {missing}");
        }
    }

    [Fact]
    public async Task Finds_the_accounts_that_spl_token_finds()
    {
        var hook = await fixture.Issuer.CreateHookAsync();
        var (mint, call) = await FillAsync(hook);
        await NameAccountsAsync(hook, mint);

        var found = await FindAsync(call);
        var theirs = await fixture.Issuer.TransferAsync(mint, Convert.FromBase64String(owner.Secret), recipient.Address.Value, call.Amount);

        const int OwnAccounts = 4;
        Assert.Equal(
            theirs.GetProperty("accounts").EnumerateArray().Skip(OwnAccounts)
                .Select(account => (account.GetProperty("address").GetString(), account.GetProperty("isWritable").GetBoolean())),
            found.Select(account => ((string?)account.Address.ToString(), account.IsWritable)));
    }

    [Fact]
    public async Task A_hook_that_names_no_accounts_needs_its_program_only()
    {
        var (_, call) = await FillAsync(await fixture.Issuer.CreateHookAsync());

        var found = await FindAsync(call);

        Assert.Equal([AccountMeta.Readonly(call.HookProgram)], found);
        Assert.True((await PayAsync(call, found)).Succeeds);
        Assert.False((await PayAsync(call, [])).Succeeds);
    }

    [Fact]
    public async Task A_hook_can_refuse_a_transfer()
    {
        const uint Refusal = 4_711;
        var (_, call) = await FillAsync(await fixture.Issuer.CreateHookAsync(Refusal));

        Assert.Equal((false, Refusal), await PayAsync(call, await FindAsync(call)));
    }

    /// <summary>One account of each kind, one for each kind of seed.</summary>
    private Task NameAccountsAsync(string hook, string mint)
    {
        static object Account(byte kind, bool isWritable, params byte[] configuration) =>
            new { kind, isWritable, configuration = Convert.ToBase64String(configuration) };
        const byte ThirdOfThese = 128 + 5 + 2;
        return fixture.Issuer.AskAsync(
            "setHookAccounts",
            new
            {
                hook,
                mint,
                accounts = new[]
                {
                    Account(0, isWritable: true, [.. TestWallet.Create().Address.Bytes.Span]),
                    Account(1, isWritable: true, [1, 5, .. "state"u8, 3, 3, 2, 8, 8]),
                    Account(0, isWritable: false, [.. WellKnownAddresses.AssociatedTokenProgram.Span]),
                    Account(ThirdOfThese, isWritable: false, 3, 3, 4, 0, 0, 32),
                    Account(2, isWritable: false, 2, 0, 32),
                    Account(1, isWritable: false, 3, 6),
                },
            });
    }

    private Task<IReadOnlyList<AccountMeta>> FindAsync(TransferHookCall call) =>
        TransferHookAccounts.FindAsync(call, (address, _) => fixture.ReadAsync(address), CancellationToken.None);

    private async Task<(string Mint, TransferHookCall Call)> FillAsync(string hook)
    {
        var mint = await fixture.Issuer.CreateMintAsync(new { hook });
        var source = await fixture.Issuer.MintToAsync(mint, owner.Address.Value, Amount);
        var destination = await fixture.Issuer.CreateAccountAsync(mint, recipient.Address.Value);
        var call = new TransferHookCall(
            Address.Parse(hook), Address.Parse(source), Address.Parse(mint), Address.Parse(destination), owner.Address.ToKitAddress(), 7);
        return (mint, call);
    }

    private Task<(bool Succeeds, uint? CustomError)> PayAsync(TransferHookCall call, IReadOnlyList<AccountMeta> further) =>
        fixture.SimulateAsync(TokenProgram.TransferChecked(
            TokenProgram.Token2022Id, call.Source, call.Mint, call.Destination, call.Owner, call.Amount, 6).WithFurtherAccounts(further));
}
