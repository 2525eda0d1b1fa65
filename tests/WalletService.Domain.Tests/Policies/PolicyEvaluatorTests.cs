using System.Globalization;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Policies;

public sealed class PolicyEvaluatorTests
{
    private const string TwoOfThree =
        """ "approvals":{"approvers":["ann","bob","cy"],"required":2,"expiresAfterSeconds":60,"above":[{"asset":"SOL","amount":"100"}]} """;

    [Fact]
    public void Allows_everything_that_is_not_dangerous_without_a_policy() => Judged.Paying(ulong.MaxValue).By().Allowed();

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Limits_what_one_transaction_moves_to_the_very_lamport(ulong lamports, bool isAllowed)
    {
        var verdict = Judged.Paying(lamports).By(Judged.Saying(""" "perTransaction":[{"asset":"SOL","maximum":"100"}] """));

        Assert.Equal(isAllowed, verdict is PolicyVerdict.Allow);
        var check = Assert.Single(verdict.Checks);
        Assert.Equal(
            ("perTransaction[0].maximum", lamports.ToString(CultureInfo.InvariantCulture), "100"), (check.Rule, check.Actual!, check.Limit!));
    }

    [Fact]
    public void Adds_up_what_a_transaction_pays_to_several_recipients()
    {
        var subject = Judged.Moving(
            new AssetMovement(Asset.Sol, 60, Judged.Address(1)),
            new AssetMovement(Asset.Sol, 60, Judged.Address(2)),
            new AssetMovement(Asset.Token(Judged.Address(3)), 1_000, Judged.Address(2)));

        Assert.Equal("120", subject.By(Judged.Saying(""" "perTransaction":[{"asset":"SOL","maximum":"100"}] """)).Denied().Actual);
    }

    [Fact]
    public void Does_not_overflow_at_the_greatest_amounts()
    {
        var subject = Judged.Moving(
            new AssetMovement(Asset.Sol, ulong.MaxValue, Judged.Address(1)), new AssetMovement(Asset.Sol, ulong.MaxValue, Judged.Address(2)));
        var policy = Judged.Saying(""" "windows":[{"asset":"SOL","seconds":60,"maximum":"18446744073709551615"}] """);

        Assert.Equal("55340232221128654845", subject.By(new SpendingTotal(ulong.MaxValue, 1), policy).Denied().Actual);
    }

    [Theory]
    [InlineData(70, 30, true)]
    [InlineData(70, 31, false)]
    [InlineData(100, 1, false)]
    public void Limits_what_is_moved_within_a_window(ulong before, ulong lamports, bool isAllowed)
    {
        var policy = Judged.Saying(""" "windows":[{"asset":"SOL","seconds":3600,"maximum":"100"}] """);

        Assert.Equal(isAllowed, Judged.Paying(lamports).By(new SpendingTotal(before, 2), policy) is PolicyVerdict.Allow);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Limits_how_often_something_is_moved_within_a_window(long before, bool isAllowed)
    {
        var policy = Judged.Saying(""" "windows":[{"seconds":3600,"count":5}] """);

        Assert.Equal(isAllowed, Judged.Paying(1).By(new SpendingTotal(0, before), policy) is PolicyVerdict.Allow);
    }

    [Fact]
    public void Does_not_count_an_asset_against_the_window_of_another()
    {
        var policy = Judged.Saying(""" "windows":[{"asset":"SOL","seconds":3600,"maximum":"0"}] """);

        Judged.Moving(new AssetMovement(Asset.Token(Judged.Address(3)), 5, Judged.Address(1))).By(policy).Allowed();
    }

    [Fact]
    public void Takes_the_strictest_of_all_scopes_and_names_it()
    {
        var verdict = Judged.Paying(50).By(
            Judged.Saying(""" "perTransaction":[{"asset":"SOL","maximum":"1000"}] """),
            Judged.Saying(""" "perTransaction":[{"asset":"SOL","maximum":"10"}] """, PolicyScope.Of(Judged.User), version: 7),
            Judged.Saying(""" "perTransaction":[{"asset":"SOL","maximum":"100"}] """, PolicyScope.Of(Judged.Wallet)));

        var reason = verdict.Denied();
        Assert.Equal((PolicyScope.Of(Judged.User), 7L, "10"), (reason.Scope!, reason.Version!.Value, reason.Limit!));
        Assert.Equal(3, verdict.Checks.Count);
    }

    [Fact]
    public void Denies_a_denied_recipient_even_when_it_is_allowed()
    {
        var list = $$""" "recipients":{"allow":["{{Judged.Address(1)}}","{{Judged.Address(2)}}"],"deny":["{{Judged.Address(2)}}"]} """;

        Judged.Paying(1, Judged.Address(1)).By(Judged.Saying(list)).Allowed();
        Assert.Equal("recipients.deny", Judged.Paying(1, Judged.Address(2)).By(Judged.Saying(list)).Denied().Rule);
        Assert.Equal("recipients.allow", Judged.Paying(1, Judged.Address(3)).By(Judged.Saying(list)).Denied().Rule);
    }

    [Fact]
    public void Denies_what_goes_nobody_knows_where_when_recipients_are_restricted() => Assert.Equal(
        "recipients",
        Judged.Moving(new AssetMovement(Asset.Sol, 1, Recipient: null))
            .By(Judged.Saying($$""" "recipients":{"deny":["{{Judged.Address(2)}}"]} """)).Denied().Rule);

    [Fact]
    public void Answers_for_programs_that_are_not_listed_as_it_is_told()
    {
        var subject = Judged.Paying(1) with { Kind = PolicyRequestKind.Send, Programs = [Judged.Address(5)] };
        const string List = """ "programs":{"allow":[],"others":"approval"},"approvals":{"approvers":["ann"],"required":1} """;

        Assert.IsType<PolicyVerdict.RequireApproval>(subject.By(Judged.Saying(List)));
        Assert.Equal("programs.allow", subject.By(Judged.Saying(""" "programs":{"allow":[]} """)).Denied().Rule);
    }

    [Fact]
    public void Restricts_SOL_like_any_token() =>
        Assert.Equal("mints.deny", Judged.Paying(1).By(Judged.Saying(""" "mints":{"deny":["SOL"]} """)).Denied().Rule);

    [Fact]
    public void Serves_only_the_kinds_of_request_that_are_named()
    {
        var policy = Judged.Saying(""" "requests":["transferSol"] """);

        Judged.Paying(1).By(policy).Allowed();
        Assert.Equal("sign", (Judged.Paying(1) with { Kind = PolicyRequestKind.Sign }).By(policy).Denied().Actual);
    }

    [Theory]
    [InlineData(7, 59, false)]
    [InlineData(8, 0, true)]
    [InlineData(17, 59, true)]
    [InlineData(18, 0, false)]
    public void Serves_within_the_hours_of_its_zone(int hour, int minute, bool isAllowed)
    {
        // In March Berlin is an hour ahead of UTC.
        var policy = Judged.Saying(""" "hours":{"timeZone":"Europe/Berlin","from":"08:00","to":"18:00"} """);
        var at = new DateTimeOffset(2026, 3, 4, hour, minute, 0, TimeSpan.FromHours(1));

        Assert.Equal(isAllowed, (Judged.Paying(1) with { At = at }).By(policy) is PolicyVerdict.Allow);
    }

    [Theory]
    [InlineData("2026-03-06T23:00:00Z", true)]
    [InlineData("2026-03-07T03:59:00Z", true)]
    [InlineData("2026-03-07T04:00:00Z", false)]
    [InlineData("2026-03-07T22:00:00Z", false)]
    public void Counts_the_hours_after_midnight_to_the_day_before(string at, bool isAllowed)
    {
        var policy = Judged.Saying(""" "hours":{"from":"22:00","to":"04:00","days":["friday"]} """);
        var time = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

        Assert.Equal(isAllowed, (Judged.Paying(1) with { At = time }).By(policy) is PolicyVerdict.Allow);
    }

    [Fact]
    public void Lets_a_new_recipient_wait()
    {
        var policy = Judged.Saying(""" "newRecipients":{"delaySeconds":3600} """);
        static PolicySubject Known(TimeSpan? ago) => Judged.Moving(
            new AssetMovement(Asset.Sol, 1, Judged.Address(1)) { RecipientKnownSince = ago is null ? null : Judged.Noon - ago });

        Assert.Equal("newRecipients", Known(null).By(policy).Denied().Rule);
        Assert.Equal("3599", Known(TimeSpan.FromSeconds(3599)).By(policy).Denied().Actual);
        Known(TimeSpan.FromSeconds(3600)).By(policy).Allowed();
    }

    [Fact]
    public void Denies_a_danger_unless_a_policy_names_it()
    {
        var subject = Judged.Paying(1) with { Findings = [new PolicyFinding("SetAuthority", "It gives the account away.")] };

        Assert.Equal(("findings.SetAuthority", (PolicyScope?)null), (subject.By().Denied().Rule, subject.By().Denied().Scope));
        subject.By(Judged.Saying(""" "findings":{"SetAuthority":"allow"} """)).Allowed();
        subject.By(
            Judged.Saying(""" "findings":{"SetAuthority":"allow"} """),
            Judged.Saying(""" "findings":{"SetAuthority":"deny"} """, PolicyScope.Of(Judged.Wallet))).Denied();
    }

    [Fact]
    public void Answers_to_signals_that_it_names_and_to_no_others()
    {
        var subject = Judged.Paying(1) with { Signals = ["burst", "lookAlikeAddress"] };

        subject.By().Allowed();
        Assert.Equal("signals.lookAlikeAddress", subject.By(Judged.Saying(""" "signals":{"lookAlikeAddress":"deny"} """)).Denied().Rule);
    }

    [Fact]
    public void Follows_the_risk_check()
    {
        var review = Judged.Paying(1) with { Risk = RiskVerdict.Review };

        Assert.Equal("risk", (review with { Risk = RiskVerdict.Deny }).By().Denied().Rule);
        Assert.Equal("risk", review.By().Denied().Rule);
        Assert.Single(Assert.IsType<PolicyVerdict.RequireApproval>(review.By(Judged.Saying(TwoOfThree))).Demands);
        Assert.Equal("risk.review", review.By(Judged.Saying(""" "risk":{"review":"deny"} """)).Denied().Rule);
    }

    [Fact]
    public void Asks_for_a_declaration() => Assert.Equal(
        "declaration", (Judged.Paying(1) with { IsDeclared = false }).By(Judged.Saying(""" "declaration":"required" """)).Denied().Rule);

    [Fact]
    public void Has_large_payments_approved()
    {
        Judged.Paying(100).By(Judged.Saying(TwoOfThree)).Allowed();
        var demand = Assert.Single(Assert.IsType<PolicyVerdict.RequireApproval>(Judged.Paying(101).By(Judged.Saying(TwoOfThree))).Demands);

        CallerId[] names = [.. "ann bob cy dan".Split(' ').Select(CallerId.Parse)];
        Assert.False(demand.IsMetBy([names[0], names[0], names[3]]));
        Assert.True(demand.IsMetBy([names[0], names[2]]));
    }

    [Fact]
    public void Demands_the_approvals_of_every_scope_that_asks()
    {
        var verdict = Judged.Paying(101).By(
            Judged.Saying(TwoOfThree),
            Judged.Saying(""" "approvals":{"approvers":["cfo"],"required":1,"above":[{"asset":"SOL","amount":"0"}]} """, PolicyScope.Of(Judged.Wallet)),
            Judged.Saying(""" "approvals":{"approvers":["dan"],"required":1,"above":[{"asset":"SOL","amount":"500"}]} """, PolicyScope.Of(Judged.User)));

        Assert.Equal(
            [PolicyScope.Global, PolicyScope.Of(Judged.Wallet)],
            Assert.IsType<PolicyVerdict.RequireApproval>(verdict).Demands.Select(demand => demand.Scope));
    }

    [Fact]
    public void Never_lets_the_caller_that_asks_approve()
    {
        var byAnn = Judged.Paying(101) with { Caller = CallerId.Parse("ann") };

        Assert.DoesNotContain(
            byAnn.Caller, Assert.Single(Assert.IsType<PolicyVerdict.RequireApproval>(byAnn.By(Judged.Saying(TwoOfThree))).Demands).Approvers);
        var alone = """ "approvals":{"approvers":["ann"],"required":1,"above":[{"asset":"SOL","amount":"0"}]} """;
        Assert.Equal("approvals.required", Assert.IsType<PolicyVerdict.Deny>(byAnn.By(Judged.Saying(alone))).Reasons[^1].Rule);
    }

    [Fact]
    public void Refuses_rather_than_asks_when_both_are_answered() => Assert.IsType<PolicyVerdict.Deny>(
        Judged.Paying(101).By(Judged.Saying(TwoOfThree), Judged.Saying(""" "requests":[] """, PolicyScope.Of(Judged.User))));

    [Fact]
    public void Names_the_versions_by_which_it_was_judged() => Assert.Equal(
        "global@3 wallet@1",
        Policy.Pin([Judged.Saying(""" "requests":[] """, PolicyScope.Of(Judged.Wallet)), Judged.Saying(""" "requests":[] """, version: 3)]));
}
