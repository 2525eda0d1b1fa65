using System.Globalization;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>All that one overlay sends to the cluster.</summary>
/// <param name="Manifests">As rendered.</param>
/// <param name="SecretsByHand">Templates of the secrets that an operator makes.</param>
internal sealed record Deployed(IReadOnlyList<Manifest> Manifests, IReadOnlyList<Manifest> SecretsByHand)
{
    public IEnumerable<Manifest> OfKind(string kind) => Manifests.Where(manifest => manifest.Kind == kind);

    /// <summary>What has pods.</summary>
    public IEnumerable<Manifest> Workloads => Manifests.Select(manifest => manifest.Workload).Where(manifest => manifest.Containers.Any());

    public Manifest Deployment => OfKind("Deployment").Single();

    /// <summary>What the pods that serve get as environment variables from their ConfigMap.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        ConfigMap(Deployment.Containers.Single().Items("envFrom").Select(source => source.Text("configMapRef/name")).Single());

    /// <summary>What they get as files from the ConfigMaps of a volume.</summary>
    public IReadOnlyDictionary<string, string> MountedSettings => Deployment.ProjectedSources
        .Where(source => source.Text("configMap/name") is not null)
        .SelectMany(source => ConfigMap(source.Text("configMap/name")))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Labels of the pods that serve.</summary>
    public IReadOnlyDictionary<string, string> PodLabels => Deployment.Map("spec/template/metadata/labels");

    /// <summary>The fewest replicas that run when nothing is wrong.</summary>
    public int LeastReplicas => Number(
        OfKind("HorizontalPodAutoscaler").SingleOrDefault()?.Text("spec/minReplicas")
        ?? OfKind("ScaledObject").SingleOrDefault()?.Text("spec/minReplicaCount")
        ?? Deployment.Text("spec/replicas"));

    /// <summary>The port that the pods serve at.</summary>
    public string Port => Deployment.Containers.Single().Items("ports").Single().Text("containerPort")!;

    public TimeSpan Setting(string name) => TimeSpan.Parse(Settings[name], CultureInfo.InvariantCulture);

    private IReadOnlyDictionary<string, string> ConfigMap(string? name) =>
        OfKind("ConfigMap").Single(map => map.Text("metadata/name") == name).Map("data");

    public static int Number(string? text) => int.Parse(text ?? "", CultureInfo.InvariantCulture);
}
