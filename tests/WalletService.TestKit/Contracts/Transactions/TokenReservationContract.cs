using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> keeps payments in tokens and reserves what they move.</summary>
public abstract class TokenReservationContract : StorageContract
{
    private static readonly SolanaAddress Dollar = SolanaAddress.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    private static readonly SolanaAddress Euro = SolanaAddress.Parse("2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo");
    private static readonly SolanaAddress Program = SolanaAddress.Parse("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    private static readonly SolanaAddress Account = SolanaAddress.Parse("3hZ5WQn9WnAzkb4pmeDkYqZDiR9z23QtTuCphajSZvuP");
    private int keys;

    [Theory]
    [InlineData("12.5", TokenAmountMeaning.Received)]
    [InlineData(null, TokenAmountMeaning.Sent)]
    public async Task A_payment_is_kept_with_all_that_was_asked_and_decided(string? quantity, TokenAmountMeaning meaning)
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet, Dollar, quantity, meaning);
        TransferAssert.Same(received, await FindAsync(received));

        var ready = await DecideAsync(received, Movement(Dollar, 12_500_000) with { Memo = "Miete, März ☂" });

        Assert.Equal(12_500_000UL, ready.Token!.Total);
        TransferAssert.Same(ready, await FindAsync(received));
    }

    [Fact]
    public async Task What_is_decided_is_reserved_of_its_mint_and_in_lamports()
    {
        var wallet = await CreateWalletAsync();
        await DecideAsync(await ReceivedAsync(wallet, Dollar), Movement(Dollar, ulong.MaxValue));
        await DecideAsync(await ReceivedAsync(wallet, Euro), Movement(Euro, 7));

        Assert.Equal(new Lamports(2 * 2_005), await ReservedAsync(wallet));
        var reserved = await Storage.Reservations.GetReservedTokensAsync(wallet.Id, default);
        Assert.Equal(2, reserved.Count);
        Assert.Equal(ulong.MaxValue, reserved[Dollar]);
        Assert.Equal(7UL, reserved[Euro]);
    }

    [Fact]
    public async Task A_decision_sees_what_others_have_reserved_of_its_own_mint()
    {
        var wallet = await CreateWalletAsync();
        await DecideAsync(await ReceivedAsync(wallet, Dollar), Movement(Dollar, 40));
        await SignAsync(await DecideAsync(await ReceivedAsync(wallet, Dollar), Movement(Dollar, 2)));
        await DecideAsync(await ReceivedAsync(wallet, Euro), Movement(Euro, 7));

        Assert.Equal(new TokenPosition(42, 2), await SeenByAsync(await ReceivedAsync(wallet, Dollar)));
        Assert.Equal(new TokenPosition(7, 0), await SeenByAsync(await ReceivedAsync(wallet, Euro)));
        Assert.Equal(TokenPosition.None, await SeenByAsync(await ReceivedAsync(wallet)));
    }

    [Fact]
    public async Task Another_transaction_after_a_death_reserves_what_it_moves_now()
    {
        var wallet = await CreateWalletAsync();
        var signed = await SignAsync(await DecideAsync(await ReceivedAsync(wallet, Dollar), Movement(Dollar, 100)));
        TokenPosition? seen = null;
        var again = Moved(await Storage.Transfers.DecideAsync(
            signed,
            position =>
            {
                seen = position.Tokens;
                return new TransferDecision.SignAgain(new Lamports(0), Quote(fee: 9), Movement(Dollar, 101));
            },
            default));

        Assert.Equal(TokenPosition.None, seen);
        Assert.Equal(101UL, again.Token!.Total);
        TransferAssert.Same(again, await FindAsync(again));
        Assert.Equal(101UL, (await Storage.Reservations.GetReservedTokensAsync(wallet.Id, default))[Dollar]);
        Assert.Equal(new Lamports(9), await ReservedAsync(wallet));
    }

    [Theory]
    [InlineData(TransferStatus.Confirmed)]
    [InlineData(TransferStatus.Failed)]
    [InlineData(TransferStatus.Expired)]
    public async Task Nothing_stays_reserved_behind_a_payment_that_has_settled(TransferStatus settled)
    {
        var wallet = await CreateWalletAsync();
        var signed = await SignAsync(await DecideAsync(await ReceivedAsync(wallet, Dollar), Movement(Dollar, 100)));
        var submitted = await MoveAsync(signed, TransferStatus.Submitted);
        var balances = new TokenBalances(100, 0, 5, 105);

        var moved = await MoveAsync(
            submitted,
            settled,
            change => settled == TransferStatus.Expired
                ? change
                : change with { Execution = new TransferExecution { Slot = 9, Tokens = balances } });

        Assert.Empty(await Storage.Reservations.GetReservedTokensAsync(wallet.Id, default));
        TransferAssert.Same(moved, await FindAsync(moved));
        Assert.Equal(settled == TransferStatus.Expired ? null : balances, (await FindAsync(moved)).Execution?.Tokens);
    }

    [Fact]
    public async Task Payments_decided_at_once_never_reserve_more_than_there_is()
    {
        var wallet = await CreateWalletAsync();
        var received = new List<Transfer>();
        for (var index = 0; index < 24; index++)
        {
            received.Add(await ReceivedAsync(wallet, Dollar));
        }

        var decided = await Task.WhenAll(received.Select(transfer => Task.Run(() => Storage.Transfers.DecideAsync(
            transfer,
            position => position.Tokens.Reserved + 10 <= 100
                ? new TransferDecision.Accept(new Lamports(2_000), Quote(), Movement(Dollar, 10))
                : new TransferDecision.Refuse(Domain.Errors.WalletErrors.InsufficientTokens("Too few.", 0, 10)),
            default))));

        Assert.Equal(10, decided.Count(transfer => transfer!.Status == TransferStatus.Ready));
        Assert.Equal(100UL, (await Storage.Reservations.GetReservedTokensAsync(wallet.Id, default))[Dollar]);
    }

    private static FeeQuote Quote(ulong fee = 5) => new(new Lamports(fee), 450, 10_000, 65_536);

    private static TokenMovement Movement(SolanaAddress mint, ulong amount) => new(
        mint,
        Program,
        6,
        Account,
        [new TokenPart(Recipient, Account, amount, TransferFee: 3, CreatesAccount: true, RequiresMemo: true, [new HookAccount(Program, true)])],
        Memo: null);

    private async Task<Transfer> ReceivedAsync(
        Wallet wallet, SolanaAddress mint, string? quantity = "12.5", TokenAmountMeaning meaning = TokenAmountMeaning.Sent)
    {
        var transfer = NewTransfer(wallet, $"token-{++keys}") with
        {
            Content = new TransferContent.TokenPayment(
                Recipient, mint, quantity is null ? null : TokenQuantity.Parse(quantity), meaning, "Miete, März ☂"),
        };
        var admission = await Storage.Transfers.AddAsync(transfer, Owner, Lease, default);
        return Assert.IsType<TransferAdmission.Added>(admission).Transfer;
    }

    private Task<Transfer> ReceivedAsync(Wallet wallet) => ReceivedAsync(wallet, $"sol-{++keys}");

    private async Task<Transfer> DecideAsync(Transfer received, TokenMovement movement) => Moved(await Storage.Transfers.DecideAsync(
        received, _ => new TransferDecision.Accept(new Lamports(2_000), Quote(), movement), default));

    private async Task<Transfer> SignAsync(Transfer ready)
    {
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        return await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });
    }

    private async Task<TokenPosition> SeenByAsync(Transfer transfer)
    {
        TokenPosition? seen = null;
        await Storage.Transfers.DecideAsync(
            transfer,
            position =>
            {
                seen = position.Tokens;
                return new TransferDecision.WaitForOthers();
            },
            default);
        return seen!;
    }
}
