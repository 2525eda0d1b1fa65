using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using WalletService.Architecture.Tests.Repositories;
using WalletService.Contracts;
using YamlDotNet.RepresentationModel;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>The overlays as they are rendered.</summary>
public sealed class DeployedRulesTests
{
    private static readonly HashSet<string> ServedPaths = HostPaths.Read();

    /// <summary>One for each family of routes: <c>wallet.balance</c> for <c>wallet.balance.get</c>.</summary>
    private static readonly HashSet<string> Queues =
    [
        .. typeof(Routes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(route => ((string)route.GetRawConstantValue()!).Split('.'))
            .Where(parts => parts.Length == 3)
            .Select(parts => $"{parts[0]}.{parts[1]}"),
    ];

    public static TheoryData<string> Overlays => [.. Files("k8s/rendered/").Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_a_pod_names_is_there(string overlay) => Assert.Empty(DeployedRules.DanglingReferences(Read(overlay)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_selector_selects(string overlay) => Assert.Empty(DeployedRules.SelectorsOfNothing(Read(overlay)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Work_in_flight_has_its_time(string overlay) => Assert.Empty(DeployedRules.ShortTimes(Read(overlay)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Nodes_can_be_drained(string overlay) => Assert.Empty(DeployedRules.BlockedDrains(Read(overlay)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Scraping_and_the_settings_servers_can_be_reached(string overlay)
    {
        Assert.Empty(NetworkRules.DeadScrapes(Read(overlay), ServedPaths));
        Assert.Empty(NetworkRules.ClosedWays(Read(overlay)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Replicas_follow_queues_that_there_are(string overlay)
    {
        Assert.Empty(AutoscalingRules.Contradictions(Read(overlay)));
        Assert.Empty(AutoscalingRules.UnknownQueues(Read(overlay), Queues));
        Assert.Empty(AutoscalingRules.WrongTriggers(Read(overlay)));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_a_running_service_takes_up_reaches_it(string overlay) => Assert.Empty(ReloadedSettings.Read().FindFaults(Read(overlay)));

    [Fact]
    public void What_would_not_reach_a_running_service_is_reported()
    {
        var faulty = Changed("k8s/rendered/production.yaml", text => text
            .Replace("  Callers__Identity: Required\n", "  Callers__Identity: Required\n  Limits__BurstSeconds: \"3\"\n", StringComparison.Ordinal)
            .Replace("  Serilog__MinimumLevel__Default: Information\n", "  Transfers__Capacity: \"7\"\n", StringComparison.Ordinal)
            .Replace("mountPath: /tmp\n", "mountPath: /tmp\n          subPath: here\n", StringComparison.Ordinal)
            .Replace("mountPath: /etc/wallet-service/settings\n", "mountPath: /etc/wallet-service/files\n", StringComparison.Ordinal));

        Assert.Equal(
            [
                "Limits__BurstSeconds is an environment variable: a change would restart the pods",
                "Transfers__Capacity is a file: a change of it would be refused",
                "Serilog__MinimumLevel is in no file",
                "/tmp is mounted with subPath",
                "Service__SettingsDirectory is not mounted",
            ],
            ReloadedSettings.Read().FindFaults(faulty));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void The_rendering_is_of_the_sources_as_they_are(string overlay)
    {
        var sources = Files("k8s/base/").Concat(Files("k8s/components/")).Concat(Files("k8s/overlays/")).OrderBy(file => file.Path, StringComparer.Ordinal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(sources.Select(file => file.Text)))));

        Assert.Equal($"# Sources: {hash}", Files(overlay).Single().Text.Split('\n')[1]);
    }

    [Fact]
    public void Production_can_lose_a_zone_and_is_watched()
    {
        var production = Read("k8s/rendered/production.yaml");

        Assert.True(production.LeastReplicas >= 3);
        Assert.Equal(
            ["Deployment", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "PrometheusRule", "ServiceMonitor"],
            production.Manifests.Select(manifest => manifest.Kind)
                .Intersect(["Deployment", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "PrometheusRule", "ServiceMonitor"])
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain(production.Manifests, manifest => manifest.Kind == "Secret");
    }

    [Fact]
    public void Production_has_the_rules_of_ops()
    {
        var written = Files("ops/prometheus/rules/").SelectMany(file => Manifest.Parse(file.Path, file.Text).Items("groups")).Select(Describe);
        var deployed = Read("k8s/rendered/production.yaml").OfKind("PrometheusRule").Single().Items("spec/groups").Select(Describe).ToArray();

        Assert.NotEmpty(deployed);
        Assert.Equal(written, deployed);
    }

    [Fact]
    public void Each_fault_is_reported()
    {
        var faulty = Changed("k8s/rendered/production.yaml", text => text
            .Replace("secretName: wallet-service-owner\n", "secretName: wallet\n", StringComparison.Ordinal)
            .Replace("              name: wallet-service-reloaded\n", "              name: wallet-reloaded\n", StringComparison.Ordinal)
            .Replace("minAvailable: 2", "minAvailable: 3", StringComparison.Ordinal)
            .Replace("terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 50", StringComparison.Ordinal)
            .Replace("Messaging__StopTimeout: \"00:00:30\"", "Messaging__StopTimeout: \"00:00:45\"", StringComparison.Ordinal)
            .Replace("path: /metrics", "path: /metric", StringComparison.Ordinal)
            .Replace("prometheus.io/port: \"8080\"", "prometheus.io/port: \"8081\"", StringComparison.Ordinal)
            .Replace("port: 6379", "port: 6380", StringComparison.Ordinal)
            .Replace("port: 4318\n", "port: 4317\n", StringComparison.Ordinal)
            .Replace("wallet-service/reads-events", "wallet-service/reads", StringComparison.Ordinal));
        var unlabelled = Changed("k8s/rendered/production.yaml", text => text
            .Replace("        app.kubernetes.io/component: service\n        app.kubernetes.io/name: wallet-service\n    spec:", "        app: wallet\n    spec:", StringComparison.Ordinal));

        Assert.Equal(["Deployment: there is no ConfigMap wallet-reloaded", "Job: there is no Secret wallet"], DeployedRules.DanglingReferences(faulty));
        Assert.Equal(2, DeployedRules.ShortTimes(faulty).Count());
        Assert.Single(DeployedRules.BlockedDrains(faulty));
        Assert.Equal(
            ["ServiceMonitor: http/metric is not served", "prometheus.io: 8081/metric is not served"], NetworkRules.DeadScrapes(faulty, ServedPaths));
        Assert.Equal(
            [
                "NetworkPolicy: Redis__Endpoint needs port 6379 of redis.redis.svc",
                "NetworkPolicy: Tracing__Endpoint needs port 4318 of otel-collector.monitoring.svc",
                "NetworkPolicy: readers of events must be let in",
            ],
            NetworkRules.ClosedWays(faulty));
        Assert.Equal(["NetworkPolicy: none is about the pods that serve"], NetworkRules.ClosedWays(unlabelled));
        Assert.Contains("PodDisruptionBudget selects nothing", DeployedRules.SelectorsOfNothing(unlabelled));
        Assert.Contains("NetworkPolicy selects nothing", DeployedRules.SelectorsOfNothing(unlabelled));
    }

    [Fact]
    public void A_fault_of_the_autoscaling_is_reported()
    {
        var faulty = Changed("k8s/rendered/production-options.yaml", text => text
            .Replace("queueName: wallet.balance", "queueName: wallet.balances", StringComparison.Ordinal)
            .Replace("value: \"400\"", "values: \"400\"", StringComparison.Ordinal)
            .Replace("mode: QueueLength\n      protocol: amqp\n      queueName: wallet.balances", "mode: Length\n      protocol: amqp\n      queueName: wallet.balances", StringComparison.Ordinal)
            .Replace("  - key: host\n", "  - key: address\n", StringComparison.Ordinal)
            .Replace("  minReadySeconds: 10\n", "  minReadySeconds: 10\n  replicas: 3\n", StringComparison.Ordinal)
            .Replace("  scaleTargetRef:\n    name: wallet-service\n", "  scaleTargetRef:\n    name: wallet\n", StringComparison.Ordinal));

        Assert.Equal(
            ["ScaledObject: there is no Deployment wallet", "ScaledObject: the Deployment sets the number of replicas, too"],
            AutoscalingRules.Contradictions(faulty));
        Assert.Equal(["There is no queue wallet.balances"], AutoscalingRules.UnknownQueues(faulty, Queues));
        Assert.Equal(
            [
                "ScaledObject: value is wrong", "ScaledObject: values is wrong", "ScaledObject: value must be positive",
                "ScaledObject: nothing tells how to reach the broker",
                "ScaledObject: mode is wrong", "ScaledObject: nothing tells how to reach the broker",
            ],
            AutoscalingRules.WrongTriggers(faulty));
    }

    private static Deployed Read(string path) => Changed(path, text => text);

    private static Deployed Changed(string path, Func<string, string> change)
    {
        var templates = SourceTree.Ending("/secret.template.yaml").Where(file => file.Path.StartsWith("k8s/", StringComparison.Ordinal));
        return new Deployed(
            Manifest.ParseAll(path, change(Files(path).Single().Text)),
            [.. templates.SelectMany(file => Manifest.ParseAll(file.Path, file.Text))]);
    }

    /// <summary>All that a node holds, whatever the order of its entries.</summary>
    private static string Describe(Manifest node) => node.Root switch
    {
        YamlMappingNode mapping => string.Join(
            ",", mapping.Select(entry => $"{entry.Key}={Describe(new Manifest(node.Name, entry.Value))}").Order(StringComparer.Ordinal)),
        YamlSequenceNode sequence => string.Join(";", sequence.Select(item => Describe(new Manifest(node.Name, item)))),
        var scalar => $"'{scalar}'",
    };

    private static IEnumerable<SourceFile> Files(string start) =>
        SourceTree.Ending(".yaml").Where(file => file.Path.StartsWith(start, StringComparison.Ordinal));
}
