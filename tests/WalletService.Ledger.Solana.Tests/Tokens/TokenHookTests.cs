using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>Payments in tokens whose issuer has a program take part, by a hook that really runs.</summary>
[Collection(LocalnetTests.Name)]
public sealed class TokenHookTests(LocalnetFixture fixture) : IAsyncLifetime
{
    private const ulong Held = 5_000_000;

    private readonly SolanaAddress recipient = TestWallet.Create().Address;
    private TokenIssuer issuer = null!;

    public Task InitializeAsync()
    {
        issuer = TokenIssuer.Start(fixture.Localnet);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await issuer.DisposeAsync();

    [Fact]
    public async Task An_allowed_hook_is_given_the_accounts_that_it_names_and_the_payment_arrives()
    {
        var (hook, mint, payer) = await IssueAsync();
        await NameAccountsAsync(hook, mint, [1, 5, .. "state"u8, 3, 3]);
        await using var ledger = await AllowingAsync(hook);

        var facts = await FactsAsync(ledger, payer, mint);
        var movement = TokenRules.MovementOf(Payment(mint), facts, 1_000, "memo");
        var attempt = await payer.SignAsync(ledger.Transfers, new TokenTransferOrder(payer.Address, movement));
        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        var part = movement.Parts[0];
        var execution = await Eventually.HasValueAsync(() => ledger.Network.GetExecutionAsync(
            attempt.Signature,
            new ExecutionParties(payer.Address, recipient, movement.SourceAccount, part.RecipientAccount),
            Commitment.Finalized,
            CancellationToken.None));

        // Its own account, one that it writes; then its program, and its list of accounts.
        Assert.Equal([false, true, false, false], part.HookAccounts.Select(account => account.IsWritable));
        Assert.Null(execution.ChainError);
        Assert.Equal(new TokenBalances(Held, Held - 1_000, 0, 1_000), execution.Tokens);
    }

    [Fact]
    public async Task A_hook_whose_accounts_depend_on_the_amount_is_refused()
    {
        var (hook, mint, payer) = await IssueAsync();
        await NameAccountsAsync(hook, mint, [1, 5, .. "state"u8, 2, 8, 8]);
        await using var ledger = await AllowingAsync(hook);

        var refusal = (await FactsAsync(ledger, payer, mint)).Mint!.Refusal;

        Assert.Equal("TransferHook", refusal!.Extension);
        Assert.Contains("depends on the amount", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_refuses_is_known_before_anything_is_signed()
    {
        var (hook, mint, payer) = await IssueAsync(refusesWith: 4_711);
        await using var ledger = await AllowingAsync(hook);

        var facts = await FactsAsync(ledger, payer, mint);
        var order = new TokenTransferOrder(payer.Address, TokenRules.MovementOf(Payment(mint), facts, 1_000, "memo"));

        var quote = await ledger.Transfers.QuoteAsync(order, previous: null, CancellationToken.None);

        Assert.Contains("4711", Assert.IsType<TransferQuote.Refused>(quote).ChainError, StringComparison.Ordinal);
    }

    private async Task<(string Hook, string Mint, TestWallet Payer)> IssueAsync(uint refusesWith = 0)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var hook = await issuer.CreateHookAsync(refusesWith);
        var mint = await issuer.CreateMintAsync(new { hook });
        await issuer.MintToAsync(mint, payer.Address.Value, Held);
        return (hook, mint, payer);
    }

    private Task NameAccountsAsync(string hook, string mint, byte[] seeds)
    {
        static object Account(byte kind, bool isWritable, byte[] configuration) =>
            new { kind, isWritable, configuration = Convert.ToBase64String(configuration) };
        return issuer.AskAsync("setHookAccounts", new
        {
            hook,
            mint,
            accounts = new[] { Account(0, isWritable: false, TestWallet.Create().Address.Bytes.ToArray()), Account(1, isWritable: true, seeds) },
        });
    }

    private Task<SolanaLedger> AllowingAsync(string hook) =>
        SolanaLedger.StartAsync(fixture.Localnet, new TokenOptions { AllowedHookPrograms = { hook } });

    private TransferContent.TokenPayment Payment(string mint) =>
        new(recipient, SolanaAddress.Parse(mint), TokenQuantity.Parse("0.001"), TokenAmountMeaning.Sent, Memo: null);

    private Task<TokenTransferFacts> FactsAsync(SolanaLedger ledger, TestWallet payer, string mint) => Eventually.HasValueAsync(async () =>
    {
        var facts = await ledger.Tokens.GetTransferFactsAsync(payer.Address, recipient, SolanaAddress.Parse(mint), 0, CancellationToken.None);
        return facts.SourceAccount is null ? null : facts;
    });
}
