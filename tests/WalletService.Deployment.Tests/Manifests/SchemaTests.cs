using WalletService.TestKit.Servers;

namespace WalletService.Deployment.Tests.Manifests;

/// <summary>
/// The manifests against the schemas of Kubernetes 1.3x, KEDA and the Prometheus operator, as the npm packages of <c>kubernetes-models</c>
/// have them: values by the schemas, unknown fields by the types that were made of them.
/// </summary>
public sealed class SchemaTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("k8s/rendered/development.yaml")]
    [InlineData("k8s/rendered/production.yaml")]
    [InlineData("k8s/rendered/production-options.yaml")]
    [InlineData("k8s/components/autoscaling-keda/secret.template.yaml")]
    [InlineData("k8s/base/secret.template.yaml")]
    [InlineData("k8s/components/backup/secret.template.yaml")]
    [InlineData("k8s/tools/psql.yaml")]
    public async Task Manifests_fit_their_schemas(string file)
    {
        var (exitCode, output) = await ValidateAsync($"<\"{RepositoryRoot.PathOf(file.Split('/'))}\"");

        Assert.True(exitCode == 0, output);
        Assert.Matches("[1-9][0-9]* manifests, 0 faults", output);
    }

    [Theory]
    [InlineData("readOnlyRootFilesystem", "readonlyRootFilesystem", "readonlyRootFilesystem")]
    [InlineData("minAvailable: 2", "minAvailable: {}", "minAvailable")]
    [InlineData("kind: NetworkPolicy", "kind: NetworkPolice", "NetworkPolice")]
    [InlineData("pollingInterval: 15", "pollingInterval: often", "pollingInterval")]
    [InlineData("maxReplicaCount", "maximumReplicaCount", "maximumReplicaCount")]
    public async Task A_fault_is_found(string text, string faulty, string named)
    {
        var (exitCode, output) = await ValidateAsync($"<\"{RenderedOverlay.PathOf("production-options")}\"", $"sed 's/{text}/{faulty}/'");

        Assert.NotEqual(0, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> ValidateAsync(string input, string change = "cat")
    {
        var script = RepositoryRoot.PathOf("tests", "WalletService.Deployment.Tests", "node", "validate.mjs");
        await using var node = ChildProcess.Start("/bin/sh", ["-c", $"{change} {input} | node \"{script}\""]);
        return (await node.ExitAsync(Deadline), node.Output);
    }
}
