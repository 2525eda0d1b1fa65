using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>Payments in tokens, executed by the real programs.</summary>
[Collection(LocalnetTests.Name)]
public sealed class TokenTransferTests(LocalnetFixture fixture)
{
    private const ulong Held = 5_000_000;

    private readonly SolanaAddress recipient = TestWallet.Create().Address;

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "invoice 42, naïve ✓")]
    public async Task A_payment_to_an_account_that_is_there_moves_exactly_the_amount(bool isModern, string? memo)
    {
        var (payer, token) = await HolderAsync(isModern ? TokenProgram.Token2022Id : TokenProgram.Id);
        await token.HoldAsync(recipient, 7);
        var order = Order(payer, token, Part(token, 1_250_000), memo);

        var execution = await ExecuteAsync(payer, order, facts => facts.RecipientAccount is not null);

        Assert.Null(execution.ChainError);
        Assert.Equal(new TokenBalances(Held, Held - 1_250_000, 7, 1_250_007), execution.Tokens);
        Assert.Equal(execution.SourceBefore, execution.SourceAfter + execution.Fee);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_missing_account_is_created_at_the_wallets_cost(bool isModern)
    {
        var (payer, token) = await HolderAsync(isModern ? TokenProgram.Token2022Id : TokenProgram.Id);
        var order = Order(payer, token, Part(token, Held) with { CreatesAccount = true }, "first payment");
        var facts = await WaitForAsync(payer, token, found => found.SourceAccount is not null);

        var execution = await ExecuteAsync(payer, order, found => found.SourceAccount is not null);

        Assert.Null(execution.ChainError);
        Assert.Equal(new TokenBalances(Held, 0, 0, Held), execution.Tokens);
        Assert.Equal(execution.SourceBefore, execution.SourceAfter + execution.Fee!.Value + facts.AccountRent);
    }

    [Theory]
    [InlineData(1_000_001ul, 10_001ul)]
    [InlineData(5_000_000ul, 20_000ul)]
    public async Task What_the_mint_withholds_is_named_to_the_unit(ulong sent, ulong withheld)
    {
        var (payer, token) = await HolderAsync(TokenProgram.Token2022Id, MintExtension.Fee(100, 20_000));
        await token.HoldAsync(recipient, 0);
        var order = Order(payer, token, Part(token, sent) with { TransferFee = withheld });

        var execution = await ExecuteAsync(payer, order, facts => facts.RecipientAccount is not null);

        Assert.Null(execution.ChainError);
        Assert.Equal(new TokenBalances(Held, Held - sent, 0, sent - withheld), execution.Tokens);
        Assert.Equal(withheld, new TokenTransferFee(100, 20_000).Of(sent));
    }

    [Fact]
    public async Task Another_fee_than_the_mints_is_refused_by_the_simulation()
    {
        var (payer, token) = await HolderAsync(TokenProgram.Token2022Id, MintExtension.Fee(100, 20_000));
        await token.HoldAsync(recipient, 0);
        await WaitForAsync(payer, token, facts => facts.RecipientAccount is not null);

        var refusal = await RefusalAsync(Order(payer, token, Part(token, 1_000_000) with { TransferFee = 9_999 }));

        Assert.Contains("\"Custom\":32", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_demands_a_memo_gets_it_directly_before_the_transfer()
    {
        var (payer, token) = await HolderAsync(TokenProgram.Token2022Id);
        await token.HoldAsync(recipient, 0, isFrozen: false, owner: null, MintExtension.ImmutableOwner, MintExtension.MemoRequired);
        await WaitForAsync(payer, token, facts => facts.RecipientAccount is not null);

        var without = await RefusalAsync(Order(payer, token, Part(token, 1)));
        var execution = await ExecuteAsync(
            payer, Order(payer, token, Part(token, 1) with { RequiresMemo = true }, "demanded"), facts => facts.RecipientAccount is not null);

        Assert.Contains("\"Custom\":36", without, StringComparison.Ordinal);
        Assert.Null(execution.ChainError);
        Assert.Equal(1ul, execution.Tokens!.RecipientAfter);
    }

    [Fact]
    public async Task Several_recipients_are_paid_by_one_transaction()
    {
        var (payer, token) = await HolderAsync(TokenProgram.Id);
        TokenPart[] parts =
        [
            .. Enumerable.Range(1, 5).Select(number =>
                Part(token, (ulong)number, TestWallet.Create().Address) with { CreatesAccount = true }),
        ];
        await WaitForAsync(payer, token, facts => facts.SourceAccount is not null);
        var order = Order(payer, token, parts, "wages");
        var attempt = await payer.SignAsync(fixture.Ledger.Transfers, order);
        Assert.IsType<SendOutcome.Accepted>(await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));

        var execution = await Eventually.HasValueAsync(() => fixture.Ledger.Network.GetExecutionAsync(
            attempt.Signature,
            new ExecutionParties(payer.Address, Recipient: null, order.Movement.SourceAccount),
            Commitment.Finalized,
            CancellationToken.None));

        Assert.Null(execution.ChainError);
        Assert.Equal(new TokenBalances(Held, Held - 15, null, null), execution.Tokens);
    }

    [Fact]
    public async Task What_does_not_fit_into_a_transaction_is_refused()
    {
        var (payer, token) = await HolderAsync(TokenProgram.Id);
        TokenPart[] parts =
            [.. Enumerable.Range(1, 20).Select(_ => Part(token, 1, TestWallet.Create().Address) with { CreatesAccount = true })];

        Assert.Equal("\"TransactionTooLarge\"", await RefusalAsync(Order(payer, token, parts)));
    }

    private static TokenTransferOrder Order(TestWallet payer, TestToken token, TokenPart part, string? memo = null) =>
        Order(payer, token, [part], memo);

    private static TokenTransferOrder Order(TestWallet payer, TestToken token, IReadOnlyList<TokenPart> parts, string? memo = null) => new(
        payer.Address,
        new TokenMovement(token.MintAddress, token.Program.ToDomainAddress(), 6, token.AccountOf(payer.Address), parts, memo));

    private TokenPart Part(TestToken token, ulong amount, SolanaAddress? to = null) => new(
        to ?? recipient, token.AccountOf(to ?? recipient), amount, TransferFee: null, CreatesAccount: false, RequiresMemo: false, HookAccounts: []);

    private async Task<(TestWallet Payer, TestToken Token)> HolderAsync(Address program, params MintExtension[] extensions)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var token = await TestToken.CreateAsync(fixture.Localnet, program, decimals: 6, extensions);
        await token.HoldAsync(payer.Address, Held);
        return (payer, token);
    }

    private Task<TokenTransferFacts> WaitForAsync(TestWallet payer, TestToken token, Func<TokenTransferFacts, bool> isSeen) =>
        WaitForAsync(payer, token.MintAddress, isSeen);

    private Task<TokenTransferFacts> WaitForAsync(TestWallet payer, SolanaAddress mint, Func<TokenTransferFacts, bool> isSeen) =>
        Eventually.HasValueAsync(async () =>
        {
            var facts = await fixture.Ledger.Tokens.GetTransferFactsAsync(payer.Address, recipient, mint, 0, CancellationToken.None);
            return isSeen(facts) ? facts : null;
        });

    private async Task<string> RefusalAsync(TokenTransferOrder order) => Assert.IsType<TransferQuote.Refused>(
        await fixture.Ledger.Transfers.QuoteAsync(order, previous: null, CancellationToken.None)).ChainError;

    private async Task<TransferExecution> ExecuteAsync(TestWallet payer, TokenTransferOrder order, Func<TokenTransferFacts, bool> isSeen)
    {
        await WaitForAsync(payer, order.Movement.Mint, isSeen);
        var attempt = await payer.SignAsync(fixture.Ledger.Transfers, order);
        Assert.IsType<SendOutcome.Accepted>(await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        var part = order.Movement.Parts[0];
        return await Eventually.HasValueAsync(() => fixture.Ledger.Network.GetExecutionAsync(
            attempt.Signature,
            new ExecutionParties(payer.Address, part.Recipient, order.Movement.SourceAccount, part.RecipientAccount),
            Commitment.Finalized,
            CancellationToken.None));
    }
}
