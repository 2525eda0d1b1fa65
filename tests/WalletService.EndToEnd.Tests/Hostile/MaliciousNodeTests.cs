using WalletService.Contracts.Transactions;
using WalletService.EndToEnd.Tests.Deposits;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>
/// The Solana node that the service asks first lies, and another is honest. Payments may wait; none is made twice, none is told to have
/// ended otherwise than it did, and nobody is credited with what never came.
/// </summary>
public sealed class MaliciousNodeTests(LyingNodeStack.AmongTwo stack) : IClassFixture<LyingNodeStack.AmongTwo>
{
    private const ulong Lamports = 100_000_000;

    public static TheoryData<string> Lies() => [.. NodeLies.Assorted.Select(each => each.Lie.Name)];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Whatever_it_says_a_payment_is_made_once_or_not_at_all_and_ends_as_it_was_made(string name)
    {
        var (lie, heardAt) = NodeLies.Assorted.Single(each => each.Lie.Name == name);
        var payment = await PrepareAsync();
        stack.Node.Lie(lie);
        await stack.PayUntilHeardAsync(payment, heardAt);

        var (record, payments) = await stack.EndAsync(payment);

        Assert.InRange(payments.Count, 0, 1);
        Assert.All(payments, made => Assert.Equal(Lamports, made.Amount));
        Assert.Equal(payments.Count == 1, record is { Status: "Finalized" });
        Assert.False(stack.Stack.Service.HasExited, "The service ended.");
    }

    [Fact]
    public async Task No_payment_counts_as_made_that_never_was()
    {
        var payment = await PrepareAsync();
        await stack.Localnet.ControlAsync("drop", new { count = 1_000_000 });
        stack.Node.Lie(NodeLies.EverySignatureIsFinal);

        await StaysOpenAsync(payment, "getSignatureStatuses");

        await PaidOnceAsync(payment);
    }

    [Fact]
    public async Task No_payment_counts_as_failed_that_was_made()
    {
        var payment = await PrepareAsync();
        stack.Node.Lie(NodeLies.EverySignatureHasFailed);

        await StaysOpenAsync(payment, "getSignatureStatuses");

        await PaidOnceAsync(payment);
    }

    [Fact]
    public async Task What_it_hides_is_not_paid_again()
    {
        var payment = await PrepareAsync();
        stack.Node.Lie(NodeLies.EverySignatureIsDead);

        await StaysOpenAsync(payment, "isBlockhashValid");

        Assert.Single((await stack.Records.TransfersAsync(payment.UserId)).Single().Attempts);
        await PaidOnceAsync(payment);
    }

    [Fact]
    public async Task A_living_transaction_is_not_replaced_because_it_told_too_low_a_height()
    {
        var payment = await PrepareAsync();
        var lie = NodeLie.All("dies early, and is dead", NodeLies.BlockhashesDieEarly, NodeLies.EverySignatureIsDead);
        stack.Node.Lie(lie);
        await Eventually.BecomesTrueAsync(() => stack.Node.LiesAbout("getLatestBlockhash") >= 2, TimeSpan.FromMinutes(1));

        // A crowded network: what was sent is not executed yet, and nobody has forgotten it.
        await stack.Localnet.ControlAsync("hold");
        await StaysOpenAsync(payment, "isBlockhashValid");
        await stack.Localnet.ControlAsync("release");

        await PaidOnceAsync(payment);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_deposit_is_invented(bool isToldTwice)
    {
        await stack.TrustAsync();
        await using var books = new BookRecords(stack.Stack.OwnersConnection);
        var wallet = await stack.OpenWalletAsync();
        await Eventually.BecomesTrueAsync(async () => await ReceivedAsync(books, wallet) is [TestWallet.Funds]);

        stack.Node.Lie(NodeLies.InventedDeposits(wallet.Details.Address, isToldTwice));
        await Eventually.BecomesTrueAsync(() => stack.Node.LiesAbout("getSlot") >= 3);
        await wallet.FundAsync(Lamports);
        var asked = stack.Node.LiesAbout("getBlock");
        await Eventually.BecomesTrueAsync(() => stack.Node.LiesAbout("getBlock") >= asked + 100);
        Assert.All(await ReceivedAsync(books, wallet), amount => Assert.Contains(amount, (ulong[])[TestWallet.Funds, Lamports]));

        stack.Node.TellTheTruth();
        await Eventually.BecomesTrueAsync(async () => (await ReceivedAsync(books, wallet)).Count > 1, TimeSpan.FromMinutes(1));
        Assert.Equal([TestWallet.Funds, Lamports], await ReceivedAsync(books, wallet));
    }

    private static async Task<IReadOnlyList<ulong>> ReceivedAsync(BookRecords books, TestWallet wallet) =>
        [.. (await books.ReceivedAsync(upTo: long.MaxValue)).Where(deposit => deposit.Account == wallet.Details.Address).Select(deposit => deposit.Amount)];

    private async Task<TransferSol> PrepareAsync()
    {
        await stack.TrustAsync();
        var wallet = await stack.OpenWalletAsync();
        return wallet.Payment(TestWallet.NewAddress(), "0.1", "the-request");
    }

    /// <summary>A payment is asked for; returns when the lie has been heard often, and the payment has not ended by it.</summary>
    private async Task StaysOpenAsync(TransferSol payment, string method)
    {
        await stack.TryPayAsync(payment);
        var heard = stack.Node.LiesAbout(method);
        await Eventually.BecomesTrueAsync(async () =>
        {
            Assert.False((await stack.Records.TransfersAsync(payment.UserId)).Single().HasEnded);
            return stack.Node.LiesAbout(method) >= heard + 3;
        }, TimeSpan.FromMinutes(2));
    }

    private async Task PaidOnceAsync(TransferSol payment)
    {
        var (record, payments) = await stack.EndAsync(payment);
        Assert.Equal("Finalized", record!.Status);
        Assert.Equal(Lamports, Assert.Single(payments).Amount);
    }
}
