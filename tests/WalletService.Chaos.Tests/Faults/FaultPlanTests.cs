using WalletService.Chaos.Faults;

namespace WalletService.Chaos.Tests.Faults;

public sealed class FaultPlanTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_same_seed_gives_the_same_faults_and_another_seed_others()
    {
        var plan = FaultPlan.Of(1, Hour, services: 3, nodes: 3);

        Assert.Equal(plan, FaultPlan.Of(1, Hour, services: 3, nodes: 3));
        Assert.NotEqual(plan, FaultPlan.Of(2, Hour, services: 3, nodes: 3));
    }

    [Fact]
    public void An_hour_has_faults_of_every_kind_on_every_instance()
    {
        var plan = FaultPlan.Of(1, Hour, services: 3, nodes: 3);

        Assert.Equal(Enum.GetValues<FaultKind>(), plan.Select(fault => fault.Kind).Distinct().Order());
        Assert.Equal([0, 1, 2], Instances(FaultTarget.Service));
        Assert.Equal([0, 1, 2], Instances(FaultTarget.Node));

        IEnumerable<int> Instances(FaultTarget target) =>
            plan.Where(fault => fault.Target == target).Select(fault => fault.Instance).Distinct().Order();
    }

    [Fact]
    public void The_only_node_never_lies_about_what_it_knows() =>
        Assert.DoesNotContain(FaultPlan.Of(1, Hour, services: 3, nodes: 1), fault => fault.Kind == FaultKind.NodeHidesStatuses);
}
