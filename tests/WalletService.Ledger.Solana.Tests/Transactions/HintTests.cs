namespace WalletService.Ledger.Solana.Tests.Transactions;

[Collection(LocalnetTests.Name)]
public sealed class HintTests(LocalnetFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_confirmation_is_hinted_at()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var attempt = await payer.SignAsync(fixture.Ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
        var hint = fixture.Ledger.Network.WaitForHintAsync(attempt.Signature, CancellationToken.None);

        await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);

        await hint.WaitAsync(Deadline);
        var status = (await fixture.Ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0];
        Assert.NotNull(status);
        Assert.NotEqual(Commitment.Processed, status.Confirmation);
    }

    [Fact]
    public async Task The_wait_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var hint = fixture.Ledger.Network.WaitForHintAsync(
            Domain.Values.TransactionSignature.FromBytes(new byte[64]), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hint.WaitAsync(Deadline));
    }

    [Theory]
    [InlineData("ws://127.0.0.1:1", true)]
    [InlineData(null, true)]
    [InlineData("ws://127.0.0.1:1", false)]
    public async Task Without_a_subscription_the_wait_goes_on_until_it_is_cancelled(string? address, bool isEnabled)
    {
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet.RpcUrl, address is null ? null : new Uri(address), handler: null, ("HintsEnabled", $"{isEnabled}"));
        using var cancellation = new CancellationTokenSource();

        var hint = ledger.Network.WaitForHintAsync(Domain.Values.TransactionSignature.FromBytes(new byte[64]), cancellation.Token);
        Assert.False(hint.IsCompleted);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hint.WaitAsync(Deadline));
    }
}
