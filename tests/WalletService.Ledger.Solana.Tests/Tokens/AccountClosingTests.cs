using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>Token accounts are emptied and closed by the real programs, and nothing but the ordered closing is signed.</summary>
[Collection(LocalnetTests.Name)]
public sealed class AccountClosingTests(LocalnetFixture fixture)
{
    private static readonly FeeQuote Quote = new(new Lamports(5_001), 40_000, 1_000);
    private readonly SolanaAddress recipient = TestWallet.Create().Address;

    private ITransferTransactions Transfers => fixture.Ledger.Transfers;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_rent_of_a_closed_account_goes_to_the_recipient_and_the_owner_pays_the_fee(bool isModern)
    {
        var owner = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        await using var issuer = TokenIssuer.Start(fixture.Localnet);
        var mint = isModern ? await issuer.CreateMintAsync() : await issuer.CreateTokenMintAsync();
        var account = await issuer.CreateAccountAsync(mint, owner.Address.Value, auxiliary: true);
        var facts = await WaitForAsync(owner, account, mint, found => found.SourceAccount is not null);

        var execution = await ExecuteAsync(owner, OrderOf(owner, account, mint, facts));

        Assert.Null(execution.ChainError);
        Assert.Equal(execution.SourceBefore, execution.SourceAfter + execution.Fee!.Value);
        Assert.True(execution.RecipientAfter > facts.SourceMinimum);
        Assert.Null((await WaitForAsync(owner, account, mint, found => found.SourceAccount is null)).SourceAccount);
    }

    [Fact]
    public async Task Fees_that_are_withheld_in_the_account_go_to_the_mint_before()
    {
        var (owner, payer) = (await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl), TestWallet.Create());
        await using var issuer = TokenIssuer.Start(fixture.Localnet);
        var mint = await issuer.CreateMintAsync(new { transferFee = new { basisPoints = 10_000, maximum = "1000" } });
        await issuer.MintToAsync(mint, payer.Address.Value, 1_000);

        // All of it is withheld: the account holds nothing, and can't be closed by itself.
        await issuer.TransferAsync(mint, Convert.FromBase64String(payer.Secret), owner.Address.Value, 1_000);
        var account = AssociatedTokenProgram
            .FindAddress(owner.Address.ToKitAddress(), TokenProgram.Token2022Id, Address.Parse(mint)).ToString();
        var facts = await WaitForAsync(owner, account, mint, found => found.SourceAccount is not null);
        var order = OrderOf(owner, account, mint, facts);
        Assert.True(order.HarvestsFees);

        var without = await Transfers.QuoteAsync(order with { HarvestsFees = false }, previous: null, CancellationToken.None);
        var execution = await ExecuteAsync(owner, order);

        Assert.Contains("\"Custom\":35", Assert.IsType<TransferQuote.Refused>(without).ChainError, StringComparison.Ordinal);
        Assert.Null(execution.ChainError);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_account_that_is_frozen_is_closed_all_the_same(bool isModern)
    {
        var owner = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        await using var issuer = TokenIssuer.Start(fixture.Localnet);
        var mint = isModern ? await issuer.CreateMintAsync() : await issuer.CreateTokenMintAsync();
        var account = await issuer.CreateAccountAsync(mint, owner.Address.Value);
        await issuer.AskAsync("freeze", new { mint, tokenAccount = account });
        var facts = await WaitForAsync(owner, account, mint, found => found.SourceAccount is { IsFrozen: true });

        Assert.Null((await ExecuteAsync(owner, OrderOf(owner, account, mint, facts))).ChainError);
    }

    [Fact]
    public async Task An_account_with_tokens_is_judged_open_and_refused_by_the_program()
    {
        var (owner, token) = await HolderAsync(amount: 1);
        var account = token.AccountOf(owner.Address).Value;
        var facts = await WaitForAsync(owner, account, token.MintAddress.Value, found => found.SourceAccount is not null);

        var refusal = AccountClosingRules.Check(owner.Address, facts);
        var quote = await Transfers.QuoteAsync(OrderOf(owner, account, token.MintAddress.Value, facts), previous: null, CancellationToken.None);

        Assert.Contains("holds 1 base units", refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("\"Custom\":11", Assert.IsType<TransferQuote.Refused>(quote).ChainError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_close_the_account_in_the_owners_place_is_read()
    {
        var (owner, other) = (await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl), TestWallet.Create().Address);
        await using var issuer = TokenIssuer.Start(fixture.Localnet);
        var mint = await issuer.CreateTokenMintAsync();
        var account = await issuer.CreateAccountAsync(mint, owner.Address.Value);
        Assert.Null((await WaitForAsync(owner, account, mint, found => found.SourceAccount is not null)).SourceAccount!.CloseAuthority);

        await issuer.AskAsync("setCloseAuthority", new { mint, tokenAccount = account, secret = owner.Secret, authority = other.Value });
        var facts = await WaitForAsync(owner, account, mint, found => found.SourceAccount is { CloseAuthority: not null });

        Assert.Contains("may close the token account", AccountClosingRules.Check(owner.Address, facts)!.Message, StringComparison.Ordinal);
        Assert.Contains("belongs to", AccountClosingRules.Check(other, facts)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tokens_in_an_account_that_is_not_the_associated_one_are_moved_out_of_it(bool isModern)
    {
        const ulong Held = 90;
        var owner = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        await using var issuer = TokenIssuer.Start(fixture.Localnet);
        var mint = isModern ? await issuer.CreateMintAsync() : await issuer.CreateTokenMintAsync();
        var account = await issuer.CreateAccountAsync(mint, owner.Address.Value, auxiliary: true);
        await issuer.MintToAccountAsync(mint, account, Held);
        var facts = await WaitForAsync(owner, account, mint, found => found.SourceAccount is { Amount: Held });
        var payment = new TransferContent.TokenPayment(recipient, SolanaAddress.Parse(mint), Requested: null, TokenAmountMeaning.Sent, Memo: null);
        var movement = TokenRules.MovementOf(payment, facts, Held, "memo");
        var order = new TokenTransferOrder(owner.Address, movement) { SourceAccount = SolanaAddress.Parse(account) };

        var execution = await ExecuteAsync(owner, order, movement.Parts[0].RecipientAccount);
        var unsigned = await Transfers.BuildAsync(order, Quote, 0, CancellationToken.None);

        Assert.Null(execution.ChainError);
        Assert.Equal(new TokenBalances(Held, 0, 0, Held), execution.Tokens);
        Assert.Contains(
            "source account", Transfers.FindDifference(unsigned.Message, order with { SourceAccount = null }, Quote), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_but_the_ordered_closing_passes(bool harvests)
    {
        var order = new AccountClosingOrder(
            TestWallet.Create().Address,
            TestWallet.Create().Address,
            recipient,
            TestWallet.Create().Address,
            TokenProgram.Token2022Id.ToDomainAddress(),
            harvests);
        var message = (await Transfers.BuildAsync(order, Quote, 7, CancellationToken.None)).Message;
        var other = TestWallet.Create().Address;

        Assert.Null(Transfers.FindDifference(message, order, Quote));
        AccountClosingOrder[] others =
        [
            order with { Source = other },
            order with { Account = other },
            order with { RentTo = other },
            order with { RentTo = order.Source },
            order with { HarvestsFees = !harvests },
            order with { Program = TokenProgram.Id.ToDomainAddress() },
            order with { Program = other },
        ];
        Assert.All(others, changed => Assert.NotNull(Transfers.FindDifference(message, changed, Quote)));
        Assert.Equal(harvests, Transfers.FindDifference(message, order with { Mint = other }, Quote) is not null);
        var longer = MessageCompiler.CompileLegacy(
            order.Source.ToKitAddress(),
            [.. Message.Parse(message.Span).Decompile(), SystemProgram.Transfer(order.Source.ToKitAddress(), other.ToKitAddress(), 1)],
            Message.Parse(message.Span).Blockhash);
        Assert.NotNull(Transfers.FindDifference(longer.Bytes, order, Quote));
    }

    private AccountClosingOrder OrderOf(TestWallet owner, string account, string mint, TokenTransferFacts facts)
    {
        var closing = new TransferContent.AccountClosing(recipient, SolanaAddress.Parse(mint), SolanaAddress.Parse(account));
        return AccountClosingRules.OrderOf(closing, owner.Address, AccountClosingRules.MovementOf(closing, facts));
    }

    private async Task<(TestWallet Owner, TestToken Token)> HolderAsync(ulong amount)
    {
        var owner = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var token = await TestToken.CreateAsync(fixture.Localnet, TokenProgram.Id, decimals: 6);
        await token.HoldAsync(owner.Address, amount);
        return (owner, token);
    }

    private Task<TokenTransferFacts> WaitForAsync(TestWallet owner, string account, string mint, Func<TokenTransferFacts, bool> isSeen) =>
        Eventually.HasValueAsync(async () =>
        {
            var facts = await fixture.Ledger.Tokens.GetAccountFactsAsync(
                owner.Address, SolanaAddress.Parse(account), recipient, SolanaAddress.Parse(mint), 0, CancellationToken.None);
            return isSeen(facts) ? facts : null;
        });

    private Task<TransferExecution> ExecuteAsync(TestWallet owner, AccountClosingOrder order) =>
        ExecuteAsync(owner, order, order.Account, recipientTokens: null);

    private Task<TransferExecution> ExecuteAsync(TestWallet owner, TokenTransferOrder order, SolanaAddress recipientTokens) =>
        ExecuteAsync(owner, order, order.Movement.SourceAccount, recipientTokens);

    private async Task<TransferExecution> ExecuteAsync(
        TestWallet owner, TransferOrder order, SolanaAddress sourceTokens, SolanaAddress? recipientTokens)
    {
        var attempt = await owner.SignAsync(Transfers, order);
        Assert.IsType<SendOutcome.Accepted>(await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        return await Eventually.HasValueAsync(() => fixture.Ledger.Network.GetExecutionAsync(
            attempt.Signature,
            new ExecutionParties(owner.Address, recipient, sourceTokens, recipientTokens),
            Commitment.Finalized,
            CancellationToken.None));
    }
}
