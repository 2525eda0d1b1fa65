using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Balances;

[Collection(LocalnetTests.Name)]
public sealed class TransferFactsTests(LocalnetFixture fixture)
{
    private const string Memo = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr";

    private ILedgerReader Reader => fixture.Ledger.Reader;

    [Fact]
    public async Task Balances_and_minimums_are_the_clusters()
    {
        var source = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 5_000_000);
        var recipient = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 700_000);

        var facts = await Reader.GetTransferFactsAsync(source.Address, recipient.Address, minimumSlot: 0, CancellationToken.None);

        Assert.Equal(new Lamports(5_000_000), facts.SourceBalance);
        Assert.Equal(new Lamports(700_000), facts.Recipient.Balance);
        Assert.Equal(new Lamports(650_240), facts.SourceMinimum);
        Assert.Equal(new Lamports(650_240), facts.RecipientMinimum);
        Assert.True(facts.Recipient.IsOnCurve);
        Assert.Equal(RecipientKind.Wallet, facts.Recipient.Kind);
    }

    [Fact]
    public async Task Rent_is_not_a_constant()
    {
        await using var cheap = await TestKit.Servers.LocalnetProcess.StartAsync(50, "--lamports-per-byte", "2575");
        await using var ledger = await SolanaLedger.StartAsync(cheap);

        var facts = await ledger.Reader.GetTransferFactsAsync(
            TestWallet.Create().Address, TestWallet.Create().Address, minimumSlot: 0, CancellationToken.None);

        Assert.Equal(new Lamports(329_600), facts.SourceMinimum);
    }

    [Fact]
    public async Task They_take_one_read_of_accounts()
    {
        using var counter = new RequestCounter();
        await using var ledger = await SolanaLedger.StartAsync(fixture.Localnet.RpcUrl, webSocketUrl: null, counter);

        for (var read = 1; read <= 3; read++)
        {
            await ledger.Reader.GetTransferFactsAsync(
                TestWallet.Create().Address, TestWallet.Create().Address, minimumSlot: 0, CancellationToken.None);
            Assert.Equal(read, counter["getMultipleAccounts"]);
        }

        Assert.Equal(1, counter["getMinimumBalanceForRentExemption"]);
    }

    [Fact]
    public async Task A_slot_that_no_node_has_reached_is_unavailable_and_not_answered_from_the_past()
    {
        var wallet = TestWallet.Create().Address;

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => Reader.GetTransferFactsAsync(wallet, wallet, minimumSlot: ulong.MaxValue / 2, CancellationToken.None));
    }

    [Fact]
    public async Task A_new_address_is_missing()
    {
        var recipient = await ReadRecipientAsync(TestWallet.Create().Address);

        Assert.Equal(RecipientKind.Missing, recipient.Kind);
        Assert.True(recipient.IsOnCurve);
        Assert.Equal(Lamports.Zero, recipient.Balance);
    }

    [Fact]
    public async Task A_program_derived_address_is_off_the_curve()
    {
        var derived = AssociatedTokenProgram.FindAddress(
            TestWallet.Create().Address.ToKitAddress(), TokenProgram.Id, WellKnownAddresses.WrappedSolMint);

        var recipient = await ReadRecipientAsync(derived.ToDomainAddress());

        Assert.False(recipient.IsOnCurve);
        Assert.Equal(RecipientKind.Missing, recipient.Kind);
    }

    [Theory]
    [InlineData("11111111111111111111111111111111", RecipientKind.Program)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", RecipientKind.Program)]
    [InlineData(Memo, RecipientKind.Program)]
    [InlineData("Vote111111111111111111111111111111111111111", RecipientKind.Program)]
    [InlineData("SysvarC1ock11111111111111111111111111111111", RecipientKind.Reserved)]
    [InlineData("SysvarRent111111111111111111111111111111111", RecipientKind.Reserved)]
    [InlineData("1nc1nerator11111111111111111111111111111111", RecipientKind.Reserved)]
    public async Task Addresses_of_the_runtime_are_told_apart(string address, RecipientKind expected) =>
        Assert.Equal(expected, (await ReadRecipientAsync(SolanaAddress.Parse(address))).Kind);

    [Theory]
    [InlineData("11111111111111111111111111111111", 0, -1, RecipientKind.Wallet)]
    [InlineData("11111111111111111111111111111111", 80, -1, RecipientKind.ProgramOwned)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", 165, -1, RecipientKind.TokenAccount)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", 82, -1, RecipientKind.Mint)]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", 355, 1, RecipientKind.ProgramOwned)]
    [InlineData("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", 170, 2, RecipientKind.TokenAccount)]
    [InlineData("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", 300, 1, RecipientKind.Mint)]
    [InlineData("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", 300, 0, RecipientKind.ProgramOwned)]
    [InlineData(Memo, 10, -1, RecipientKind.ProgramOwned)]
    [InlineData("Sysvar1111111111111111111111111111111111111", 10, -1, RecipientKind.Reserved)]
    [InlineData("NativeLoader1111111111111111111111111111111", 4, -1, RecipientKind.Program)]
    public async Task Accounts_are_told_apart_by_owner_and_data(
        string owner, int length, int tokenKind, RecipientKind expected)
    {
        const int TokenKindOffset = 165;
        var data = new byte[length];
        if (tokenKind >= 0)
        {
            data[TokenKindOffset] = (byte)tokenKind;
        }

        var address = TestWallet.Create().Address;
        await fixture.Localnet.ControlAsync(
            "account",
            new { pubkey = address.Value, lamports = 10_000_000, data = Convert.ToBase64String(data), owner });
        await Eventually.BecomesTrueAsync(async () => (await ReadRecipientAsync(address)).Balance > Lamports.Zero);

        var facts = await Reader.GetTransferFactsAsync(TestWallet.Create().Address, address, 0, CancellationToken.None);

        Assert.Equal(expected, facts.Recipient.Kind);
        Assert.Equal(new Lamports((ulong)(128 + length) * 5_080), facts.RecipientMinimum);
    }

    private async Task<RecipientAccount> ReadRecipientAsync(SolanaAddress address) =>
        (await Reader.GetTransferFactsAsync(TestWallet.Create().Address, address, minimumSlot: 0, CancellationToken.None)).Recipient;
}
