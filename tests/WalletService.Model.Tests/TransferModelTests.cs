namespace WalletService.Model.Tests;

/// <summary>The model of a transfer holds as it is, and fails as soon as any one of its rules is taken out.</summary>
public sealed class TransferModelTests
{
    public static TheoryData<string, string, string[]> RulesTakenOut => new()
    {
        {
            "ACT_BEFORE_PERSIST",
            "never two live signatures of one intent",
            ["LEASE of transfer 1 RUNS OUT", "instance 2: sends transaction 1", "instance 1: has a message signed"]
        },
        {
            "SILENCE_IS_DEATH",
            "never two live signatures of one intent",
            ["sends transaction 1", "looks transaction 1 up at block 0: 0", "takes transaction 1 for dead", "has a message signed"]
        },
        {
            "HEIGHT_NOT_FINAL",
            "never two live signatures of one intent",
            ["block 1 is final", "is told block height 3", "takes transaction 1 for dead", "has a message signed"]
        },
        {
            "EXPIRES_TOO_SOON",
            "never two live signatures of one intent",
            ["valid up to block 1", "is told block height 1", "takes transaction 1 for dead", "has a message signed"]
        },
        {
            "STATUS_BEFORE_HEIGHT",
            "what was executed is recorded as such",
            ["looks transaction 1 up", "block 2 executes transaction 1", "is told block height 3", "from Signed to Expired"]
        },
        {
            "LAGGING_NODE_BELIEVED",
            "what was executed is recorded as such",
            ["block 2 executes transaction 1", "is told block height 3", "looks transaction 1 up at block 0: 0", "from Signed to Expired"]
        },
        {
            "PROCESSED_IS_FINAL",
            "what is recorded as executed was",
            ["block 2 executes transaction 1", "DROPS the blocks after block 1", "from Signed to Finalized"]
        },
        {
            "NO_IDEMPOTENCY_KEY",
            "never two live signatures of one intent",
            ["request 1 ARRIVES AGAIN", "commits request 1 as transfer 1", "commits request 1 as transfer 2", "commits transaction 1"]
        },
        {
            "RESERVE_WITHOUT_LOCK",
            "never overdrawn",
            ["has funds for 1", "has funds for 1", "moves transfer 1 from Received to Ready", "moves transfer 2 from Received to Ready"]
        },
        {
            "OLD_BALANCE_BELIEVED",
            "never overdrawn",
            ["has funds for 1", "executes transaction 1", "moves transfer 1 from Signed to Finalized", "moves transfer 2 from Received to Ready"]
        },
        {
            "REFUSE_IN_DOUBT",
            "never refused without need",
            ["has funds for 2", "executes transaction 1", "has funds for 1"]
        },
        {
            "NEVER_RELEASED",
            "nothing stays reserved",
            ["moves transfer 1 from Received to Ready", "moves transfer 1 from Ready to Rejected"]
        },
        {
            "NO_FENCING",
            "never two live signatures of one intent",
            ["LEASE of transfer 1 RUNS OUT", "instance 2: claims transfer 1", "instance 2: commits transaction 1", "instance 1: has a message signed"]
        },
        { "NO_TAKEOVER", "an intent is stuck", ["commits request 1 as transfer 1", "CRASHES"] },
        { "NO_TAKEOVER-for-ever", "an intent never ends", ["commits request 1 as transfer 1", "CRASHES", "(and so on for ever)"] },
    };

    [Theory]
    [InlineData("one-payment")]
    [InlineData("two-payments")]
    [InlineData("two-payments-funds-for-one")]
    [InlineData("every-intent-ends")]
    public async Task The_whole_model_holds(string configuration)
    {
        var run = await ModelRun.OfAsync(configuration);

        Assert.True(run is { ExitCode: 0 } && run.Tells(configuration, "no error", "1 configurations, 0 surprises"), run.Output);
    }

    [Theory]
    [MemberData(nameof(RulesTakenOut))]
    public async Task A_rule_taken_out_gives_a_counterexample(string rule, string brokenClaim, string[] story)
    {
        var run = await ModelRun.OfAsync(rule);

        Assert.True(run.ExitCode == 0 && run.Tells([rule, $"counterexample to: {brokenClaim}", .. story]), run.Output);
    }
}
