using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>What decides a payment in a token, read from the chain.</summary>
[Collection(LocalnetTests.Name)]
public sealed class TokenFactsTests(LocalnetFixture fixture)
{
    private readonly SolanaAddress sender = TestWallet.Create().Address;
    private readonly SolanaAddress recipient = TestWallet.Create().Address;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_plain_token_comes_with_both_accounts_decimals_and_rent(bool isModern)
    {
        var program = isModern ? TokenProgram.Token2022Id : TokenProgram.Id;
        var token = await TestToken.CreateAsync(fixture.Localnet, program, decimals: 9);
        await token.HoldAsync(sender, 12_345);

        var facts = await FactsAsync(token, found => found.SourceAccount is not null);

        Assert.Equal(program.ToDomainAddress(), facts.Mint!.Program);
        Assert.Equal((byte)9, facts.Mint.Decimals);
        Assert.Null(facts.Mint.Refusal);
        Assert.Null(facts.Mint.TransferFee);
        Assert.False(facts.Mint.IsPaused);
        Assert.Empty(facts.Mint.HookAccounts);
        Assert.Equal(
            new TokenAccountFacts { Owner = sender, Amount = 12_345, IsFrozen = false, RequiresMemo = false }, facts.SourceAccount);
        Assert.Null(facts.RecipientAccount);
        Assert.Equal((token.AccountOf(sender), token.AccountOf(recipient)), facts.AccountAddresses);
        Assert.Equal(RecipientKind.Missing, facts.Recipient.Kind);

        // 165 bytes; with the immutable owner that Token-2022 gives every associated account, 5 more.
        Assert.Equal(await RentAsync(isModern ? 170ul : 165ul), facts.AccountRent);
    }

    [Fact]
    public async Task The_fee_is_that_of_the_present_epoch()
    {
        var begun = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.Fee((50, 1_000), (0, 75, 2_000)));
        var announced = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.Fee((50, 1_000), (1_000_000, 75, 2_000)));

        Assert.Equal(new TokenTransferFee(75, 2_000), (await FactsAsync(begun, found => found.Mint is not null)).Mint!.TransferFee);
        Assert.Equal(new TokenTransferFee(50, 1_000), (await FactsAsync(announced, found => found.Mint is not null)).Mint!.TransferFee);
    }

    [Fact]
    public async Task Restrictions_of_the_issuer_and_of_the_recipient_are_told()
    {
        var token = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.Pausable(isPaused: true));
        await token.HoldAsync(sender, 1, isFrozen: true);
        await token.HoldAsync(recipient, 0, isFrozen: false, owner: null, MintExtension.ImmutableOwner, MintExtension.MemoRequired);

        var facts = await FactsAsync(token, found => found.RecipientAccount is not null);

        Assert.True(facts.Mint!.IsPaused);
        Assert.True(facts.SourceAccount!.IsFrozen);
        Assert.False(facts.RecipientAccount!.IsFrozen);
        Assert.True(facts.RecipientAccount.RequiresMemo);
    }

    [Fact]
    public async Task An_account_that_was_given_away_is_told_by_its_owner()
    {
        var thief = TestWallet.Create().Address;
        var token = await TestToken.CreateAsync(fixture.Localnet, TokenProgram.Id);
        await token.HoldAsync(recipient, 5, owner: thief);

        var facts = await FactsAsync(token, found => found.RecipientAccount is not null);

        Assert.Equal(thief, facts.RecipientAccount!.Owner);
    }

    [Fact]
    public async Task What_is_no_mint_has_no_facts_of_a_token()
    {
        var token = await TestToken.CreateAsync(fixture.Localnet, TokenProgram.Id);
        await token.HoldAsync(sender, 5);
        await FactsAsync(token, found => found.SourceAccount is not null);

        foreach (var address in (SolanaAddress[])[sender, TestWallet.Create().Address, token.AccountOf(sender), TokenProgram.Id.ToDomainAddress()])
        {
            var facts = await fixture.Ledger.Tokens.GetTransferFactsAsync(sender, recipient, address, 0, CancellationToken.None);

            Assert.Null(facts.Mint);
            Assert.Null(facts.AccountAddresses);
        }
    }

    [Fact]
    public async Task A_pasted_token_account_mint_or_program_is_told_by_its_kind()
    {
        var token = await TestToken.CreateModernAsync(fixture.Localnet, MintExtension.CloseAuthority);
        await token.HoldAsync(sender, 5);
        await FactsAsync(token, found => found.SourceAccount is not null);

        Assert.Equal(RecipientKind.TokenAccount, await KindAsync(token.AccountOf(sender)));
        Assert.Equal(RecipientKind.Mint, await KindAsync(token.MintAddress));
        Assert.Equal(RecipientKind.Program, await KindAsync(TokenProgram.Token2022Id.ToDomainAddress()));

        async Task<RecipientKind> KindAsync(SolanaAddress pasted) =>
            (await fixture.Ledger.Tokens.GetTransferFactsAsync(sender, pasted, token.MintAddress, 0, CancellationToken.None)).Recipient.Kind;
    }

    [Fact]
    public async Task Facts_that_are_asked_for_at_once_share_a_request()
    {
        using var counter = new RequestCounter();
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, webSocketUrl: null, counter, ("BalanceGatherTime", "00:00:00.100"));
        var token = await TestToken.CreateAsync(fixture.Localnet, TokenProgram.Id);
        SolanaAddress[] recipients = [.. Enumerable.Range(0, 14).Select(_ => TestWallet.Create().Address)];

        await ledger.Tokens.GetTransferFactsAsync(sender, recipients[0], token.MintAddress, minimumSlot: 0, CancellationToken.None);
        var before = counter["getMultipleAccounts"];

        await Task.WhenAll(recipients.Select(address =>
            ledger.Tokens.GetTransferFactsAsync(sender, address, token.MintAddress, minimumSlot: 0, CancellationToken.None)));

        // Fourteen by themselves; a slow machine may take longer to ask than they are waited for.
        Assert.InRange(counter["getMultipleAccounts"] - before, 1, 2);
    }

    [Fact]
    public async Task A_slot_that_no_node_has_reached_is_unavailable()
    {
        var token = await TestToken.CreateAsync(fixture.Localnet, TokenProgram.Id);

        await Assert.ThrowsAsync<PortUnavailableException>(() =>
            fixture.Ledger.Tokens.GetTransferFactsAsync(sender, recipient, token.MintAddress, ulong.MaxValue / 2, CancellationToken.None));
    }

    /// <summary>An account that was put there is seen after the next block.</summary>
    private Task<TokenTransferFacts> FactsAsync(TestToken token, Func<TokenTransferFacts, bool> isComplete) => Eventually.HasValueAsync(async () =>
    {
        var facts = await fixture.Ledger.Tokens.GetTransferFactsAsync(sender, recipient, token.MintAddress, 0, CancellationToken.None);
        return isComplete(facts) ? facts : null;
    });

    private async Task<Lamports> RentAsync(ulong length)
    {
        using var http = new HttpClient();
        return new Lamports(await new SolanaRpcClient(http, fixture.Localnet.RpcUrl).GetMinimumBalanceForRentExemptionAsync(length));
    }
}
