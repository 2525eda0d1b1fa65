using WalletService.Cli.Receipts;
using WalletService.Client;
using WalletService.Contracts;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

/// <summary>Payments in tokens that spl-token has issued, by the whole service, looked at on chain without it.</summary>
[Collection(SharedStack.Name)]
public sealed class TokenPaymentTests(WalletServiceStack stack) : IAsyncLifetime
{
    private const ulong Held = 50_000_000;

    private readonly (byte[] Seed, byte[] PublicKey) recipientKey = Ed25519.GenerateKey();
    private TokenIssuer issuer = null!;
    private WalletClient client = null!;
    private TestWallet wallet = null!;

    private string Recipient => Address.FromBytes(recipientKey.PublicKey).ToString();

    public async Task InitializeAsync()
    {
        issuer = TokenIssuer.Start(stack.Localnet);
        client = await stack.ConnectAsync();
        wallet = await TestWallet.CreateAsync(client, stack.Localnet, $"tokens-{TestWallet.NewAddress()}");
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_creates_the_recipients_account_and_moves_the_amount(bool isModern)
    {
        var mint = isModern ? await issuer.CreateMintAsync() : await issuer.CreateTokenMintAsync();
        await issuer.MintToAsync(mint, wallet.Details.Address, Held);

        var paid = await client.TransferTokenAsync(Payment(mint, "12.5") with { Memo = "invoice 7" });

        Assert.Equal("finalized", paid.Status);
        var token = paid.Token!;
        Assert.Equal((isModern ? "token-2022" : "token", "12500000", "12500000", null), (token.Program, token.Sent, token.Received, token.TransferFee));
        Assert.Equal(12_500_000ul, await HeldAsync(token.RecipientAccount!));
        Assert.Equal(Held - 12_500_000, await HeldAsync(token.SourceAccount!));
        Assert.Equal(
            TestWallet.Funds - ulong.Parse(paid.FeeLamports!) - ulong.Parse(paid.Lamports!), await wallet.OnChainAsync(wallet.Details.Address));
        await ReceiptIsRightAsync(paid);

        var again = await client.TransferTokenAsync(Payment(mint, "max"));
        Assert.Equal(("0", "37500000"), (again.Lamports, again.Token!.Sent));
        Assert.Equal(Held, await HeldAsync(token.RecipientAccount!));
    }

    [Fact]
    public async Task What_the_mint_withholds_is_added_or_taken_as_asked_to_the_unit()
    {
        var mint = await issuer.CreateMintAsync(new { transferFee = new { basisPoints = 100, maximum = "150000" } });
        await issuer.MintToAsync(mint, wallet.Details.Address, Held);

        var gross = await client.TransferTokenAsync(Payment(mint, "1.000001"));
        var net = await client.TransferTokenAsync(Payment(mint, "10") with { AmountMeaning = "received" });
        var capped = await client.TransferTokenAsync(Payment(mint, "20") with { AmountMeaning = "received" });

        Assert.Equal(("1000001", "10001", "990000"), Amounts(gross));
        Assert.Equal(("10101011", "101011", "10000000"), Amounts(net));
        Assert.Equal(("20150000", "150000", "20000000"), Amounts(capped));
        Assert.Equal(990_000ul + 10_000_000 + 20_000_000, await HeldAsync(gross.Token!.RecipientAccount!));
        await ReceiptIsRightAsync(net);

        static (string?, string?, string?) Amounts(TransferDetails paid) => (paid.Token!.Sent, paid.Token.TransferFee, paid.Token.Received);
    }

    [Fact]
    public async Task An_account_that_demands_a_memo_gets_the_transactions_id()
    {
        var mint = await issuer.CreateMintAsync();
        await issuer.MintToAsync(mint, wallet.Details.Address, Held);
        var account = await issuer.CreateAccountAsync(mint, Recipient);
        await issuer.AskAsync("requireMemo", new { tokenAccount = account, secret = Convert.ToBase64String(recipientKey.Seed.AsSpan(0, 32)) });

        var paid = await client.TransferTokenAsync(Payment(mint, "1"));

        Assert.Equal(1_000_000ul, await HeldAsync(account));
        var found = await client.GetTransactionAsync(new GetTransaction { UserId = wallet.Details.UserId, TransactionId = paid.TransactionId });
        Assert.Equal(paid.TransactionId, found.Memo);
    }

    [Fact]
    public async Task What_the_issuer_restricts_is_refused_before_anything_is_signed()
    {
        var mint = await issuer.CreateMintAsync(new { pausable = true });
        var source = await issuer.MintToAsync(mint, wallet.Details.Address, Held);
        var target = await issuer.CreateAccountAsync(mint, Recipient);

        await issuer.AskAsync("freeze", new { mint, tokenAccount = source });
        await RefusedAsync(Payment(mint, "1"), ErrorCodes.TokenRestricted, "reason", "sourceFrozen");
        await issuer.AskAsync("thaw", new { mint, tokenAccount = source });
        await issuer.AskAsync("freeze", new { mint, tokenAccount = target });
        await RefusedAsync(Payment(mint, "1"), ErrorCodes.TokenRestricted, "reason", "recipientFrozen");
        await issuer.AskAsync("thaw", new { mint, tokenAccount = target });
        await issuer.AskAsync("pause", new { mint });
        await RefusedAsync(Payment(mint, "1"), ErrorCodes.TokenRestricted, "reason", "paused");
        await issuer.AskAsync("resume", new { mint });

        Assert.Equal("finalized", (await client.TransferTokenAsync(Payment(mint, "1"))).Status);
    }

    [Fact]
    public async Task Mints_that_endanger_a_holder_are_refused_by_the_extensions_name()
    {
        var hook = await issuer.CreateHookAsync();
        await DeniedAsync(new { permanentDelegate = true }, "PermanentDelegate");
        await DeniedAsync(new { nonTransferable = true }, "NonTransferable");
        await DeniedAsync(new { hook }, "TransferHook");
        await DeniedAsync(new { permissionedBurn = true }, "PermissionedBurn");
        await DeniedAsync(new { defaultState = "frozen" }, "DefaultAccountState");

        async Task DeniedAsync(object extensions, string extension) =>
            await RefusedAsync(Payment(await issuer.CreateMintAsync(extensions), "1"), ErrorCodes.PolicyDenied, "extension", extension);
    }

    [Fact]
    public async Task Harmless_extensions_are_paid()
    {
        var mint = await issuer.CreateMintAsync(new
        {
            closeAuthority = true,
            interestRate = 500,
            metadata = new { name = "Plain", symbol = "PLN" },
        });
        await issuer.MintToAsync(mint, wallet.Details.Address, Held);

        Assert.Equal("finalized", (await client.TransferTokenAsync(Payment(mint, "1"))).Status);
    }

    [Fact]
    public async Task A_pasted_token_account_mint_or_program_is_refused()
    {
        var mint = await issuer.CreateTokenMintAsync();
        var account = await issuer.MintToAsync(mint, wallet.Details.Address, Held);

        foreach (var pasted in (string[])[account, mint, TokenProgram.Id.ToString()])
        {
            await RefusedAsync(Payment(mint, "1") with { Recipient = pasted }, ErrorCodes.InvalidRecipient);
        }

        await RefusedAsync(Payment(account, "1"), ErrorCodes.ValidationFailed);
        await RefusedAsync(Payment(mint, "0.0000001"), ErrorCodes.ValidationFailed);
        await RefusedAsync(Payment(mint, "50.000001"), ErrorCodes.InsufficientFunds, "availableTokens", "50000000");
    }

    [Fact]
    public async Task Payments_at_once_never_overdraw_together_and_the_same_request_pays_once()
    {
        var mint = await issuer.CreateTokenMintAsync();
        await issuer.MintToAsync(mint, wallet.Details.Address, Held);
        await issuer.CreateAccountAsync(mint, Recipient);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                return (await client.TransferTokenAsync(Payment(mint, "15") with { RequestId = $"pay-{number / 2}" })).TransactionId;
            }
            catch (WalletRequestException refusal) when (refusal.Error.Code == ErrorCodes.InsufficientFunds)
            {
                return null;
            }
        }));

        var paid = outcomes.OfType<string>().Distinct().Count();
        Assert.Equal(3, paid);
        Assert.Equal(45_000_000ul, await HeldAsync(AccountOf(mint)));
    }

    private TransferToken Payment(string mint, string amount) => new()
    {
        UserId = wallet.Details.UserId,
        WalletId = wallet.Details.WalletId,
        Recipient = Recipient,
        Mint = mint,
        Amount = amount,
        WaitFor = "finalized",
        WaitMs = 30_000,
    };

    private string AccountOf(string mint) =>
        AssociatedTokenProgram.FindAddress(Address.Parse(Recipient), TokenProgram.Id, Address.Parse(mint)).ToString();

    private async Task RefusedAsync(TransferToken payment, string code, string? detail = null, string? value = null)
    {
        var refusal = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferTokenAsync(payment));

        Assert.Equal(code, refusal.Error.Code);
        Assert.DoesNotContain("signature", refusal.Error.Details!.Keys);
        if (detail is not null)
        {
            Assert.Equal(value, refusal.Error.Details[detail]);
        }
    }

    private async Task<ulong> HeldAsync(string account)
    {
        using var http = new HttpClient();
        var found = (await new SolanaRpcClient(http, stack.Localnet.RpcUrl).GetAccountInfoAsync(Address.Parse(account), Commitment.Finalized)).Value!;
        Assert.True(TokenAccount.TryParse(found.Data.Span, out var parsed));
        return parsed.Amount;
    }

    private async Task ReceiptIsRightAsync(TransferDetails paid)
    {
        var found = await client.GetTransactionAsync(new GetTransaction { UserId = wallet.Details.UserId, TransactionId = paid.TransactionId });
        using var http = new HttpClient();
        var onChain = await new ChainVerifier(new SolanaRpcClient(http, stack.Localnet.RpcUrl)).VerifyAsync(found.Receipt!, CancellationToken.None);
        Assert.All([.. ReceiptVerifier.Verify(found.Receipt!), .. onChain], check => Assert.True(check.Passed, check.ToString()));
    }
}
