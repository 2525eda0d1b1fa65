using System.Collections.Immutable;
using WalletService.Simulation.Chain;
using WalletService.Simulation.Scheduling;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Simulation.Tests.Chain;

public sealed class SimulatedChainTests
{
    private const ulong Funds = 1_000_000_000;

    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)7, Ed25519.SeedLength)];
    private static readonly Address Source = Address.FromBytes(Ed25519.PublicKeyFromSeed(Seed));
    private static readonly Address Recipient = Address.FromBytes(Ed25519.PublicKeyFromSeed([.. Enumerable.Repeat((byte)9, Ed25519.SeedLength)]));

    private readonly SimulatedChain chain = new(
        new Randomness(5), ImmutableDictionary<string, ulong>.Empty.Add(Source.ToString(), Funds));

    [Fact]
    public void A_transaction_takes_effect_once_however_often_it_is_sent()
    {
        var payment = Pay(2_000_000);
        for (var turn = 0; turn < 20; turn++)
        {
            chain.Submit(payment);
            chain.MakeSlot();
        }

        Assert.Single(chain.Landings);
        Assert.Equal(2_000_000UL, chain.Balances.BalanceOf(Recipient.ToString()));
        Assert.Equal(Funds - 2_000_000 - payment.Fee, chain.Balances.BalanceOf(Source.ToString()));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_transaction_can_land_one_block_after_its_last_valid_height_and_not_two(ulong blocksAfter, bool lands)
    {
        var (payment, lastValid) = (Pay(2_000_000), LatestConfirmed().Height + SimulatedChain.BlockhashLife);
        while (chain.Height < lastValid + blocksAfter - 1)
        {
            chain.MakeSlot();
        }

        chain.Weather = ChainWeather.Fine with { SkippedSlots = 0, Inclusion = 1 };
        chain.Submit(payment);
        chain.MakeSlot();

        Assert.Equal(lands, chain.FindLanding(payment.Signature) is not null);
    }

    [Fact]
    public void What_the_truth_calls_dead_never_lands()
    {
        var payment = Pay(2_000_000);
        chain.Weather = ChainWeather.Fine with { SkippedSlots = 0.2, Forks = 0.5, Inclusion = 0 };
        while (chain.CanStillLand(payment.Signature, payment.Blockhash))
        {
            chain.MakeSlot();
        }

        chain.Weather = chain.Weather with { Inclusion = 1 };
        for (var turn = 0; turn < 50; turn++)
        {
            chain.Submit(payment);
            chain.MakeSlot();
        }

        Assert.Empty(chain.Landings);
    }

    [Fact]
    public void A_fork_drops_no_confirmed_block()
    {
        chain.Weather = ChainWeather.Fine with { SkippedSlots = 0.1, Forks = 0.6, Inclusion = 0.5 };
        var dropped = new List<ulong>();
        var confirmed = 0UL;
        chain.Dropped = block =>
        {
            dropped.Add(block.Height);
            Assert.True(block.Height > confirmed);
        };
        for (var turn = 0; turn < 500; turn++)
        {
            confirmed = LatestConfirmed().Height;
            chain.MakeSlot();
        }

        Assert.NotEmpty(dropped);
    }

    [Fact]
    public void A_fork_may_reach_behind_confirmed_blocks_when_it_is_told_to_and_never_behind_final_ones()
    {
        chain.Weather = ChainWeather.Fine with { Forks = 0.3, DropsConfirmed = true };
        var (confirmed, finalized, dropsConfirmed) = (0UL, 0UL, 0);
        chain.Dropped = block =>
        {
            dropsConfirmed += block.Height <= confirmed ? 1 : 0;
            Assert.True(block.Height > finalized);
        };
        for (var turn = 0; turn < 500; turn++)
        {
            (confirmed, finalized) = (LatestConfirmed().Height, chain.FinalizedHeight);
            chain.MakeSlot();
        }

        Assert.True(dropsConfirmed > 0);
    }

    [Fact]
    public void A_node_that_is_behind_sees_less()
    {
        var payment = Pay(2_000_000);
        chain.Submit(payment);
        for (var turn = 0; turn < 30; turn++)
        {
            chain.MakeSlot();
        }

        Assert.NotNull(chain.ViewAt(0).FindLanding(payment.Signature));
        Assert.Null(chain.ViewAt(60).FindLanding(payment.Signature));
        Assert.True(chain.ViewAt(60).At("finalized").Height < chain.ViewAt(0).At("finalized").Height);
    }

    [Fact]
    public void A_payment_of_more_than_there_is_fails_and_costs_its_fee()
    {
        var payment = Pay(2 * Funds);
        chain.Submit(payment);
        for (var turn = 0; turn < 20; turn++)
        {
            chain.MakeSlot();
        }

        Assert.Contains("Custom", Assert.Single(chain.Landings).Error, StringComparison.Ordinal);
        Assert.Equal(Funds - payment.Fee, chain.Balances.BalanceOf(Source.ToString()));
    }

    private ChainBlock LatestConfirmed() => chain.ViewAt(0).At("confirmed");

    private ChainTransaction Pay(ulong lamports)
    {
        var message = MessageCompiler.CompileLegacy(
            Source, [SystemProgram.Transfer(Source, Recipient, lamports)], Blockhash.Parse(LatestConfirmed().Blockhash));
        var signature = Signature.FromBytes(Ed25519.Sign(Seed, message.Bytes.Span));
        return ChainTransaction.Parse(Transaction.Create(message).WithSignature(0, signature).Serialize());
    }
}
