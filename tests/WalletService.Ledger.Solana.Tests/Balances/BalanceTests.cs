using WalletService.Domain.Values;

namespace WalletService.Ledger.Solana.Tests.Balances;

[Collection(LocalnetTests.Name)]
public sealed class BalanceTests(LocalnetFixture fixture)
{
    [Fact]
    public async Task A_hundred_concurrent_reads_are_one_request()
    {
        using var counter = new RequestCounter();
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, webSocketUrl: null, counter, ("BalanceGatherTime", "00:00:00.100"));
        var funded = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 3_000_000);
        SolanaAddress[] addresses = [.. Enumerable.Range(0, 99).Select(_ => TestWallet.Create().Address), funded.Address];

        var balances = await Task.WhenAll(
            addresses.Select(address => ledger.Reader.GetBalanceAsync(address, Commitment.Confirmed, CancellationToken.None)));

        Assert.Equal(1, counter["getMultipleAccounts"]);
        Assert.All(balances[..99], balance => Assert.Equal(Lamports.Zero, balance.Lamports));
        Assert.Equal(new Lamports(3_000_000), balances[99].Lamports);
        Assert.All(balances, balance => Assert.True(balance.Slot > 0));
    }

    [Fact]
    public async Task A_hundred_and_one_reads_are_two_requests_and_equal_reads_share_a_place()
    {
        using var counter = new RequestCounter();
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, webSocketUrl: null, counter, ("BalanceGatherTime", "00:00:00.100"));
        SolanaAddress[] addresses = [.. Enumerable.Range(0, 101).Select(_ => TestWallet.Create().Address)];

        await Task.WhenAll(
            addresses.Select(address => ledger.Reader.GetBalanceAsync(address, Commitment.Confirmed, CancellationToken.None)));
        Assert.Equal(2, counter["getMultipleAccounts"]);

        await Task.WhenAll(Enumerable.Range(0, 250).Select(
            _ => ledger.Reader.GetBalanceAsync(addresses[0], Commitment.Confirmed, CancellationToken.None)));
        Assert.Equal(3, counter["getMultipleAccounts"]);
    }

    [Fact]
    public async Task Without_any_time_to_gather_each_read_is_answered_all_the_same()
    {
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, webSocketUrl: null, handler: null, ("BalanceGatherTime", "00:00:00"));
        var funded = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 5_000_000);

        var balances = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => ledger.Reader.GetBalanceAsync(funded.Address, Commitment.Confirmed, CancellationToken.None)));

        Assert.All(balances, balance => Assert.Equal(new Lamports(5_000_000), balance.Lamports));
    }

    [Fact]
    public async Task Reads_of_different_commitments_are_not_mixed()
    {
        using var counter = new RequestCounter();
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, webSocketUrl: null, counter, ("BalanceGatherTime", "00:00:00.100"));
        var address = TestWallet.Create().Address;

        var balances = await Task.WhenAll(Enum.GetValues<Commitment>().Select(
            commitment => ledger.Reader.GetBalanceAsync(address, commitment, CancellationToken.None)));

        Assert.Equal(3, counter["getMultipleAccounts"]);
        Assert.True(balances[(int)Commitment.Finalized].Slot < balances[(int)Commitment.Processed].Slot);
    }

    [Fact]
    public async Task A_reader_that_gives_up_leaves_the_others_their_answer()
    {
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, webSocketUrl: null, handler: null, ("BalanceGatherTime", "00:00:00.100"));
        var funded = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 4_000_000);
        using var impatient = new CancellationTokenSource();

        var given = ledger.Reader.GetBalanceAsync(funded.Address, Commitment.Confirmed, impatient.Token);
        var patient = ledger.Reader.GetBalanceAsync(funded.Address, Commitment.Confirmed, CancellationToken.None);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(new Lamports(4_000_000), (await patient).Lamports);
    }
}
