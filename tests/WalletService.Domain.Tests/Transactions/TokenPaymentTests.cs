using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TokenPaymentTests : IAsyncLifetime
{
    private const ulong Held = 30_000_000;
    private TransferScene scene = null!;

    public async Task InitializeAsync()
    {
        scene = await TransferScene.CreateAsync();
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint();
        scene.Ledger.FundTokens(scene.Wallet.Address, scene.Mint, Held);
    }

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task Pays_a_recipient_who_has_no_account_yet_and_the_rent_of_one()
    {
        var end = await EndOfAsync(scene.TokenCommand("12.5"));

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(12_500_000UL, scene.Ledger.TokensOf(scene.Recipient, scene.Mint));
        Assert.Equal(new Lamports(FakeLedger.AccountRent), end.Lamports);
        Assert.Equal(
            TransferScene.Funds - FakeLedger.AccountRent - FakeLedger.Fee, scene.Ledger.BalanceOf(scene.Wallet.Address));
        Assert.Equal(Lamports.Zero, await scene.Port<IReservations>().GetReservedAsync(scene.Wallet.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Pays_into_an_account_that_is_there_without_any_rent()
    {
        scene.Ledger.FundTokens(scene.Recipient, scene.Mint, 1);

        var end = await EndOfAsync(scene.TokenCommand("12.5"));

        Assert.Equal(12_500_001UL, scene.Ledger.TokensOf(scene.Recipient, scene.Mint));
        Assert.Equal(Lamports.Zero, end.Lamports);
    }

    [Fact]
    public async Task Maximum_is_all_that_the_account_holds()
    {
        await EndOfAsync(scene.TokenCommand(quantity: null));

        Assert.Equal(0UL, scene.Ledger.TokensOf(scene.Wallet.Address, scene.Mint));
        Assert.Equal(Held, scene.Ledger.TokensOf(scene.Recipient, scene.Mint));
    }

    [Theory]
    [InlineData(TokenAmountMeaning.Sent, 10_000_000UL, 9_900_000UL)]
    [InlineData(TokenAmountMeaning.Received, 10_101_011UL, 10_000_000UL)]
    public async Task What_the_mint_withholds_is_on_top_or_within(TokenAmountMeaning meaning, ulong sent, ulong received)
    {
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint() with { TransferFee = new TokenTransferFee(100, 1_000_000) };

        var end = await EndOfAsync(scene.TokenCommand("10", meaning));

        Assert.Equal(sent, end.Token!.Total);
        Assert.Equal(Held - sent, scene.Ledger.TokensOf(scene.Wallet.Address, scene.Mint));
        Assert.Equal(received, scene.Ledger.TokensOf(scene.Recipient, scene.Mint));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("invoice 7", false)]
    public async Task A_memo_stands_before_a_transfer_that_demands_one(string? memo, bool isTransferId)
    {
        scene.Ledger.FundTokens(scene.Recipient, scene.Mint, 1);
        scene.Ledger.RequiringMemo[scene.Recipient.Value] = true;

        var end = await EndOfAsync(scene.TokenCommand(memo: memo));

        Assert.True(end.Token!.Parts[0].RequiresMemo);
        Assert.Equal(isTransferId ? end.Id.ToString() : memo, end.Token.Memo);
    }

    [Fact]
    public async Task What_is_no_mint_is_refused() =>
        await RefusedAsync("VALIDATION_FAILED", "is not the address of a mint", () => scene.Ledger.Mints.Clear());

    [Fact]
    public async Task A_mint_that_the_policy_refuses_is_named_with_its_extension()
    {
        var refused = await RefusedAsync(
            "POLICY_DENIED",
            "move the tokens",
            () => ChangeMint(mint => mint with { Refusal = new MintRefusal("PermanentDelegate", "Its issuer may move the tokens at any time.") }));
        Assert.Equal("PermanentDelegate", refused.Error!.Details["extension"]);
    }

    [Fact]
    public async Task A_paused_token_may_be_paid_later()
    {
        var refused = await RefusedAsync("TOKEN_RESTRICTED", "paused", () => ChangeMint(mint => mint with { IsPaused = true }));
        Assert.True(refused.Error!.Retryable);
    }

    [Fact]
    public async Task A_frozen_wallet_account_is_refused_before_signing() =>
        await RefusedAsync("TOKEN_RESTRICTED", "frozen the wallet's", () => scene.Ledger.Frozen[scene.Wallet.Address.Value] = true);

    [Fact]
    public async Task A_frozen_recipient_account_is_refused_before_signing() => await RefusedAsync(
        "TOKEN_RESTRICTED",
        "frozen the recipient's",
        () =>
        {
            scene.Ledger.FundTokens(scene.Recipient, scene.Mint, 1);
            scene.Ledger.Frozen[scene.Recipient.Value] = true;
        });

    [Theory]
    [InlineData(RecipientKind.TokenAccount, "is a token account")]
    [InlineData(RecipientKind.Mint, "is a token's mint")]
    [InlineData(RecipientKind.Program, "is a program")]
    public async Task What_was_pasted_instead_of_a_wallet_is_refused(RecipientKind kind, string text) =>
        await RefusedAsync("INVALID_RECIPIENT", text, () => scene.Ledger.Kinds[scene.Recipient.Value] = kind);

    [Fact]
    public async Task Accounts_are_created_only_where_the_operator_allows_it() => await RefusedAsync(
        "INVALID_RECIPIENT", "Tokens:CreateRecipientAccounts", () => scene.Tokens.CreateRecipientAccounts = false);

    [Fact]
    public async Task Rent_is_paid_up_to_a_cap() => await RefusedAsync(
        "POLICY_DENIED", "Tokens:MaximumAccountRentLamports", () => scene.Tokens.MaximumAccountRentLamports = (long)FakeLedger.AccountRent - 1);

    [Fact]
    public async Task More_decimals_than_the_token_has_are_refused() =>
        await RefusedAsync("VALIDATION_FAILED", "has 7 decimals; the token has 6", () => { }, scene.TokenCommand("0.0000001"));

    [Fact]
    public async Task More_tokens_than_there_are_is_refused_with_the_numbers()
    {
        var refused = await RefusedAsync("INSUFFICIENT_FUNDS", "needs 30000001", () => { }, scene.TokenCommand("30.000001"));
        Assert.Equal("30000000", refused.Error!.Details["availableTokens"]);
        Assert.Equal("30000001", refused.Error.Details["requiredTokens"]);
    }

    [Fact]
    public async Task Too_little_sol_for_fee_and_rent_is_refused() => await RefusedAsync(
        "INSUFFICIENT_FUNDS", "token account", () => scene.Ledger.Drain(scene.Wallet.Address, FakeLedger.AccountRent + FakeLedger.Fee - 1));

    [Fact]
    public async Task Many_at_once_never_pay_more_than_there_is()
    {
        scene.Ledger.MakesBlockEach = true;
        var instance = scene.StartInstance("one");
        var transfers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => instance.SubmitAsync(scene.TokenCommand("2"))));
        var ends = await Task.WhenAll(transfers.Select(scene.EndOfAsync));

        Assert.Equal(15, ends.Count(end => end.Status == TransferStatus.Finalized));
        Assert.All(ends.Where(end => end.Status != TransferStatus.Finalized), end => Assert.Equal("INSUFFICIENT_FUNDS", end.Error!.Code));
        Assert.Equal(0UL, scene.Ledger.TokensOf(scene.Wallet.Address, scene.Mint));
    }

    [Fact]
    public async Task A_second_transaction_after_a_death_moves_the_same()
    {
        scene.Options.MaximumAttempts = 2;
        var dropped = new HashSet<TransactionSignature>();
        scene.Ledger.OnSend = attempt => attempt.Number == 1 && dropped.Add(attempt.Signature) is var _ ? new SendOutcome.Accepted() : null;
        var transfer = await scene.StartInstance("one").SubmitAsync(scene.TokenCommand("12.5"));
        await TestKit.Time.Eventually.BecomesTrueAsync(() => Task.FromResult(dropped.Count == 1));
        scene.Ledger.Advance(200);

        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(2, end.Attempt!.Number);
        Assert.Equal(12_500_000UL, scene.Ledger.TokensOf(scene.Recipient, scene.Mint));
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task The_same_request_is_one_payment_and_other_content_a_conflict()
    {
        var instance = scene.StartInstance("one");
        var transfer = await instance.SubmitAsync(scene.TokenCommand("12.5", key: "k"));
        Assert.Equal(transfer.Id, (await instance.SubmitAsync(scene.TokenCommand("12.50", key: "k"))).Id);
        var other = await instance.Tokens.SubmitAsync(
            scene.TokenCommand("12.5", TokenAmountMeaning.Received, key: "k"), CancellationToken.None);
        Assert.False(other.TryGetValue(out _, out var error));
        Assert.Equal("IDEMPOTENCY_CONFLICT", error.Code);
    }

    private void ChangeMint(Func<MintFacts, MintFacts> change) =>
        scene.Ledger.Mints[scene.Mint.Value] = change(scene.Ledger.Mints[scene.Mint.Value]);

    private async Task<Transfer> EndOfAsync(TransferTokenCommand command) =>
        await scene.EndOfAsync(await scene.StartInstance("one").SubmitAsync(command));

    private async Task<Transfer> RefusedAsync(string code, string text, Action arrange, TransferTokenCommand? command = null)
    {
        arrange();
        var end = await EndOfAsync(command ?? scene.TokenCommand());
        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal(code, end.Error!.Code);
        Assert.Contains(text, end.Error.Message, StringComparison.Ordinal);
        Assert.Null(end.Attempt);
        Assert.Equal(Held, scene.Ledger.TokensOf(scene.Wallet.Address, scene.Mint));
        return end;
    }
}
