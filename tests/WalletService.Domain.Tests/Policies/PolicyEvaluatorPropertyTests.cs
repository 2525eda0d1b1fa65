using FsCheck;
using FsCheck.Fluent;
using WalletService.Domain.Policies;

namespace WalletService.Domain.Tests.Policies;

public sealed class PolicyEvaluatorPropertyTests
{
    private static readonly Gen<ulong> Amounts = Gen.Frequency(
        (4, Gen.Choose(0, 200).Select(value => (ulong)value)), (1, ArbMap.Default.GeneratorFor<ulong>()));

    [Fact]
    public void Within_a_window_it_never_allows_a_base_unit_more_than_the_maximum() => Prop.ForAll(
        Gen.Zip(Amounts, Gen.ListOf(Amounts)).ToArbitrary(),
        drawn =>
        {
            var policy = Judged.Saying($$""" "windows":[{"asset":"SOL","seconds":60,"maximum":"{{drawn.Item1}}"}] """);
            var spent = new SpendingTotal(0, 0);
            foreach (var amount in drawn.Item2)
            {
                if (Judged.Paying(amount).By(spent, policy) is PolicyVerdict.Allow)
                {
                    spent = new SpendingTotal(spent.Amount + amount, spent.Count + 1);
                }
            }

            return spent.Amount <= drawn.Item1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_policy_never_makes_an_answer_milder() => Prop.ForAll(
        Gen.Zip(Amounts, Gen.Zip(Amounts, Amounts)).ToArbitrary(),
        drawn =>
        {
            var subject = Judged.Paying(drawn.Item1);
            var wide = Judged.Saying($$""" "perTransaction":[{"asset":"SOL","maximum":"{{drawn.Item2.Item1}}"}] """);
            var narrow = Judged.Saying(
                $$""" "approvals":{"approvers":["ann"],"required":1,"above":[{"asset":"SOL","amount":"{{drawn.Item2.Item2}}"}]} """,
                PolicyScope.Of(Judged.Wallet));
            return Strictness(subject.By(wide, narrow)) == Math.Max(Strictness(subject.By(wide)), Strictness(subject.By(narrow)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_policies_does_not_matter() => Prop.ForAll(
        Gen.Zip(Amounts, Amounts).ToArbitrary(),
        drawn =>
        {
            var subject = Judged.Paying(drawn.Item1);
            var first = Judged.Saying($$""" "perTransaction":[{"asset":"SOL","maximum":"{{drawn.Item2}}"}] """);
            var second = Judged.Saying(""" "requests":["transferSol"] """, PolicyScope.Of(Judged.User));
            return subject.By(first, second).Checks.SequenceEqual(subject.By(second, first).Checks);
        }).QuickCheckThrowOnFailure();

    private static int Strictness(PolicyVerdict verdict) => verdict switch
    {
        PolicyVerdict.Allow => 0,
        PolicyVerdict.RequireApproval => 1,
        _ => 2,
    };
}
