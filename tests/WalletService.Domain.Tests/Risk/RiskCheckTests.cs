using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Risk;

/// <summary>What becomes of a payment by what the risk service says, or does not say.</summary>
public sealed class RiskCheckTests
{
    [Fact]
    public async Task An_allowed_payment_is_made_and_its_verdict_kept()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Risk = new ScriptedRiskCheck();

        var end = await PayAsync(scene);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(RiskVerdict.Allow, end.Policy!.Facts.Risk);
        var question = Assert.Single(scene.Risk.Questions);
        Assert.Equal(end.Id.ToString(), question.Reference);
        Assert.Equal([new AssetMovement(Asset.Sol, 1_000_000_000, scene.Recipient)], question.Subject.Movements);
    }

    [Theory]
    [InlineData(RiskVerdict.Deny, "risk")]
    [InlineData(RiskVerdict.Review, "risk")]
    public async Task A_payment_that_is_not_allowed_is_refused_where_nobody_can_approve_it(RiskVerdict verdict, string rule)
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Risk = new ScriptedRiskCheck { Verdict = verdict };

        var end = await PayAsync(scene);

        Assert.Equal(("POLICY_DENIED", rule), (end.Error!.Code, end.Error.Details["rule"]));
        Assert.Empty(scene.Ledger.Sends);
    }

    [Fact]
    public async Task Without_an_answer_in_time_it_is_refused()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Risk = new ScriptedRiskCheck { Verdict = null };

        Assert.Equal("POLICY_DENIED", (await PayAsync(scene)).Error!.Code);
        Assert.Equal([(RiskVerdict.Deny, false)], scene.RiskTelemetry.Assessments);
    }

    [Fact]
    public async Task Without_a_service_that_answers_it_is_as_the_operator_has_set()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Risk = new ScriptedRiskCheck { Failure = new PortUnavailableException("risk-service", "away") };
        scene.RiskOptions.WithoutAnswer = UnansweredRisk.Allow;

        Assert.Equal(TransferStatus.Finalized, (await PayAsync(scene)).Status);
    }

    [Fact]
    public async Task A_verdict_that_was_kept_is_not_asked_for_again()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Options.MaximumAttempts = 2;
        scene.Risk = new ScriptedRiskCheck();
        scene.Ledger.FinalizesAtOnce = false;
        var paid = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(paid)).Status == TransferStatus.Submitted);

        // Its blockhash ends, so another transaction is decided on and signed.
        scene.Ledger.Advance(500);
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(paid)).Attempt?.Number == 2);

        Assert.Single(scene.Risk.Questions);
    }

    [Fact]
    public async Task What_only_a_second_look_accepts_is_screened_as_well()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = await AfterAPaymentAsync(scene);
        scene.Risk!.Verdict = RiskVerdict.Deny;

        // The fee is lacking, by a node that lags behind the payment before.
        scene.Ledger.OnFacts = (truth, slot) => slot == 0 ? truth with { Slot = 0, SourceBalance = new Lamports(1_000_000_000) } : truth;
        var end = await scene.EndOfAsync(await instance.SubmitAsync(scene.Command()));

        Assert.Equal(("POLICY_DENIED", "risk"), (end.Error!.Code, end.Error.Details["rule"]));
        Assert.Single(scene.Ledger.Sends);
    }

    [Fact]
    public async Task A_verdict_on_less_than_what_is_paid_does_not_count()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = await AfterAPaymentAsync(scene);

        scene.Ledger.OnFacts = (truth, slot) => slot == 0 ? truth with { Slot = 0, SourceBalance = new Lamports(1_000_000_000) } : truth;
        var end = await scene.EndOfAsync(await instance.SubmitAsync(scene.Command() with { Lamports = null }));

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(
            [1_000_000_000 - FakeLedger.Fee, end.Lamports!.Value.Value],
            scene.Risk!.Questions.Skip(1).Select(question => Assert.Single(question.Subject.Movements).Amount));
    }

    [Fact]
    public async Task A_first_payment_is_signalled()
    {
        await using var scene = await TransferScene.CreateAsync();

        var end = await PayAsync(scene);

        Assert.Contains(("firstPaymentToRecipient", end.Id.ToString()), scene.RiskTelemetry.Signals);
        Assert.Equal(["firstPaymentToRecipient"], end.Policy!.Facts.Signals);
    }

    /// <summary>An allowed payment has settled, at a slot that later decisions may not lag behind.</summary>
    private static async Task<TransferInstance> AfterAPaymentAsync(TransferScene scene)
    {
        scene.Risk = new ScriptedRiskCheck();
        var instance = scene.StartInstance("only");
        Assert.Equal(TransferStatus.Finalized, (await scene.EndOfAsync(await instance.SubmitAsync(scene.Command()))).Status);
        return instance;
    }

    private static async Task<Transfer> PayAsync(TransferScene scene) =>
        await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));
}
