using WalletService.Domain.Anomalies;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Anomalies;

public sealed class AnomalyDetectorTests
{
    private static readonly SolanaAddress Shop = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");
    private static readonly SolanaAddress Poison = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Y");
    private static readonly AnomalyOptions Options = new() { UnusualFactor = 10, MinimumPayments = 3, BurstCount = 5 };

    [Fact]
    public void A_usual_payment_to_a_known_recipient_raises_nothing() =>
        Assert.Empty(AnomalyDetector.Detect([Pay(100)], History([90, 100, 110]), Options));

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public void Far_more_than_the_median_is_unusual(ulong amount, bool isUnusual) => Assert.Equal(
        isUnusual,
        AnomalyDetector.Detect([Pay(amount)], History([1, 100, 1_000_000]), Options).Contains(AnomalySignals.UnusualAmount));

    [Fact]
    public void Several_movements_of_an_asset_count_together() => Assert.Contains(
        AnomalySignals.UnusualAmount, AnomalyDetector.Detect([Pay(600), Pay(600)], History([100, 100, 100]), Options));

    [Fact]
    public void With_few_payments_before_nothing_is_unusual() =>
        Assert.Empty(AnomalyDetector.Detect([Pay(ulong.MaxValue)], History([1, 1]), Options));

    [Fact]
    public void A_recipient_that_was_never_paid_is_told() => Assert.Equal(
        [AnomalySignals.FirstPaymentToRecipient],
        AnomalyDetector.Detect([Pay(1)], History([]) with { Known = new HashSet<SolanaAddress>() }, Options));

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Many_transfers_at_once_are_a_burst(int others, bool isBurst) => Assert.Equal(
        isBurst, AnomalyDetector.Detect([Pay(1)], History([]) with { Recent = others }, Options).Contains(AnomalySignals.Burst));

    [Fact]
    public void An_address_that_looks_like_a_known_one_is_told()
    {
        var history = History([]) with
        {
            Known = new HashSet<SolanaAddress>(),
            LookAlikes = new Dictionary<SolanaAddress, SolanaAddress> { [Shop] = Poison },
        };

        Assert.Contains(AnomalySignals.LookAlikeAddress, AnomalyDetector.Detect([Pay(1)], history, Options));
        Assert.DoesNotContain(
            AnomalySignals.LookAlikeAddress,
            AnomalyDetector.Detect([Pay(1)], history with { Known = new HashSet<SolanaAddress> { Shop } }, Options));
    }

    [Fact]
    public void Each_recipient_of_a_batch_is_compared()
    {
        var history = History([]) with { LookAlikes = new Dictionary<SolanaAddress, SolanaAddress> { [Poison] = Shop } };

        Assert.Contains(
            AnomalySignals.LookAlikeAddress,
            AnomalyDetector.Detect([Pay(1), Pay(1) with { Recipient = Poison }], history, Options));
    }

    [Fact]
    public void Addresses_look_alike_by_both_ends_and_not_by_being_the_same()
    {
        var alike = SolanaAddress.Parse("Vote222222222222222222222222222222222221111");
        var vote = SolanaAddress.Parse("Vote111111111111111111111111111111111111111");

        Assert.True(PaymentHistory.LookAlike(vote, alike));
        Assert.False(PaymentHistory.LookAlike(vote, vote));
        Assert.False(PaymentHistory.LookAlike(vote, Shop));
        Assert.False(PaymentHistory.LookAlike(Shop, Poison));
    }

    private static AssetMovement Pay(ulong amount) => new(Asset.Sol, amount, Shop);

    private static PaymentHistory History(ulong[] amounts) => new()
    {
        Recent = 0,
        Amounts = new Dictionary<Asset, IReadOnlyList<UInt128>> { [Asset.Sol] = [.. amounts.Select(amount => (UInt128)amount)] },
        Known = new HashSet<SolanaAddress> { Shop },
        LookAlikes = new Dictionary<SolanaAddress, SolanaAddress>(),
    };
}
