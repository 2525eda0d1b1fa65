using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>
/// The only Solana node that the service has lies. It may stop payments and say what it likes of those that were made; one lie alone
/// does not have a payment made twice, nor another amount paid.
/// </summary>
public sealed class OnlyNodeLiesTests(LyingNodeStack.Alone stack) : IClassFixture<LyingNodeStack.Alone>
{
    private const ulong Lamports = 100_000_000;

    /// <summary>All but the one that takes several false answers together: against that there is only a second node.</summary>
    public static TheoryData<string> Lies() =>
        [.. NodeLies.Assorted.Where(each => each.Lie != NodeLies.EverySignatureIsDead).Select(each => each.Lie.Name)];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Whatever_it_says_a_payment_is_made_once_or_not_at_all(string name)
    {
        await stack.TrustAsync();
        var wallet = await stack.OpenWalletAsync();
        var payment = wallet.Payment(TestWallet.NewAddress(), "0.1", "the-request");
        var (lie, heardAt) = NodeLies.Assorted.Single(each => each.Lie.Name == name);
        stack.Node.Lie(lie);

        await stack.PayUntilHeardAsync(payment, heardAt);
        var (_, payments) = await stack.EndAsync(payment);

        Assert.InRange(payments.Count, 0, 1);
        Assert.All(payments, made => Assert.Equal(Lamports, made.Amount));
        Assert.False(stack.Stack.Service.HasExited, "The service ended.");
    }

    [Fact]
    public async Task The_service_does_not_start_on_another_network()
    {
        await stack.TrustAsync();
        stack.Node.Lie(new NodeLie("another network")
        {
            Invent = (method, _) => method == "getGenesisHash" ? "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" : null,
        });

        await using var second = ServiceProcess.Launch(stack.Stack.Settings);

        Assert.NotEqual(0, await second.ExitAsync());
        Assert.Contains("belongs to the cluster with genesis hash", second.Log, StringComparison.Ordinal);
    }
}
