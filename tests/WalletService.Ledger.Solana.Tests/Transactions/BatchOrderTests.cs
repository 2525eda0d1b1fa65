using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>Transactions that pay several recipients: how many fit, and that nothing but the ordered one passes the last look.</summary>
[Collection(LocalnetTests.Name)]
public sealed class BatchOrderTests(LocalnetFixture fixture)
{
    private const int MostBytes = 1_232;

    /// <summary>An address and an instruction with two accounts and twelve bytes.</summary>
    private const int BytesOfSolPayment = 32 + 17;

    private static readonly FeeQuote Quote = new(new Lamports(5_000), 40_000, 1_000);
    private static readonly SolanaAddress Source = Random();

    private ITransferTransactions Transfers => fixture.Ledger.Transfers;

    [Fact]
    public async Task Payments_in_SOL_take_as_few_transactions_as_their_bytes_allow()
    {
        var packed = BatchPacking.Pack(
            Enumerable.Range(0, 2_000).Select(_ => Random()), part => Transfers.Fits(Order(part)), _ => Assert.Fail());

        var one = await BytesAsync(Order([Random()]));
        var most = ((MostBytes - one) / BytesOfSolPayment) + 1;
        Assert.Equal((2_000 + most - 1) / most, packed.Count);
        Assert.Equal(20, most);
        Assert.InRange(await BytesAsync(Order(packed[0])), MostBytes - BytesOfSolPayment, MostBytes);
    }

    [Fact]
    public void A_recipient_that_is_paid_again_takes_an_instruction_more_and_no_address()
    {
        var recipient = Random();
        var most = Enumerable.Range(1, 100).TakeWhile(count => Transfers.Fits(Order([.. Enumerable.Repeat(recipient, count)]))).Last();

        Assert.Equal(57, most);
    }

    [Theory]
    [InlineData(false, 19)]
    [InlineData(true, 9)]
    public void Payments_in_a_token_take_as_few_transactions_as_their_bytes_allow(bool createsAccounts, int expected)
    {
        var most = Enumerable.Range(1, 100).TakeWhile(count => Transfers.Fits(TokenOrder(count, createsAccounts))).Last();

        Assert.Equal(expected, most);
    }

    [Fact]
    public async Task What_was_built_agrees_and_what_was_changed_does_not()
    {
        SolPart[] parts = [.. Enumerable.Range(1, 5).Select(number => new SolPart(Random(), new Lamports((ulong)number)))];
        var order = new SolTransferOrder(Source, parts, "November");
        var unsigned = await Transfers.BuildAsync(order, Quote, 3, CancellationToken.None);

        Assert.Null(Transfers.FindDifference(unsigned.Message, order, Quote));
        Assert.NotNull(Transfers.FindDifference(unsigned.Message, order with { Parts = parts[..4] }, Quote));
        Assert.NotNull(Transfers.FindDifference(unsigned.Message, order with { Parts = [.. parts, parts[0]] }, Quote));
        Assert.NotNull(Transfers.FindDifference(unsigned.Message, order with { Parts = [.. parts.Reverse()] }, Quote));
        Assert.NotNull(Transfers.FindDifference(
            unsigned.Message, order with { Parts = [parts[0] with { Lamports = new Lamports(2) }, .. parts[1..]] }, Quote));
        Assert.NotNull(Transfers.FindDifference(
            unsigned.Message, order with { Parts = [parts[0] with { Recipient = Random() }, .. parts[1..]] }, Quote));
        Assert.NotNull(Transfers.FindDifference(unsigned.Message, order with { Memo = null }, Quote));
    }

    [Fact]
    public async Task What_was_built_for_several_token_accounts_agrees_and_what_was_changed_does_not()
    {
        var order = TokenOrder(4, createsAccounts: true);
        var parts = order.Movement.Parts;
        var unsigned = await Transfers.BuildAsync(order, Quote, 3, CancellationToken.None);

        Assert.Null(Transfers.FindDifference(unsigned.Message, order, Quote));
        Assert.NotNull(Difference(parts.Take(3)));
        Assert.NotNull(Difference(parts.Reverse()));
        Assert.NotNull(Difference([parts[0] with { Amount = 2 }, .. parts.Skip(1)]));
        Assert.NotNull(Difference([parts[0] with { CreatesAccount = false }, .. parts.Skip(1)]));
        Assert.NotNull(Difference([parts[0] with { RecipientAccount = parts[1].RecipientAccount }, .. parts.Skip(1)]));

        string? Difference(IEnumerable<TokenPart> changed) => Transfers.FindDifference(
            unsigned.Message, order with { Movement = order.Movement with { Parts = [.. changed] } }, Quote);
    }

    private static SolanaAddress Random() => SolanaAddress.FromBytes(Ed25519.GenerateKey().PublicKey);

    private static SolTransferOrder Order(IReadOnlyList<SolanaAddress> recipients) =>
        new(Source, [.. recipients.Select(to => new SolPart(to, new Lamports(1)))], Memo: null);

    private static TokenTransferOrder TokenOrder(int count, bool createsAccounts)
    {
        var mint = Random();
        TokenPart[] parts =
        [
            .. Enumerable.Range(0, count).Select(_ => Random()).Select(to => new TokenPart(
                to, AccountOf(to, mint), 1, TransferFee: null, createsAccounts, RequiresMemo: false, HookAccounts: [])),
        ];
        return new TokenTransferOrder(
            Source, new TokenMovement(mint, TokenProgram.Id.ToDomainAddress(), 6, AccountOf(Source, mint), parts, Memo: null));
    }

    private static SolanaAddress AccountOf(SolanaAddress owner, SolanaAddress mint) =>
        AssociatedTokenProgram.FindAddress(owner.ToKitAddress(), TokenProgram.Id, mint.ToKitAddress()).ToDomainAddress();

    private async Task<int> BytesAsync(SolTransferOrder order)
    {
        var unsigned = await Transfers.BuildAsync(order, Quote, 0, CancellationToken.None);
        return Transaction.Create(WalletService.Solana.Messages.Message.Parse(unsigned.Message.Span)).Serialize().Length;
    }
}
