using WalletService.Architecture.Tests.Repositories;
using WalletService.Architecture.Tests.Settings;

namespace WalletService.Architecture.Tests.Deployment;

public sealed class ManifestRulesTests
{
    private const string OpenDeployment = """
        kind: Deployment
        spec:
          template:
            spec:
              containers:
                - name: a
                  env:
                    - name: Storage__Provider
                      value: Postgres
                    - name: Storage__Provjder
                      value: Postgres
                  ports:
                    - name: http
                  readinessProbe:
                    httpGet:
                      path: /readyz
                      port: web
        """;

    private static readonly string[] Folders = ["k8s/base/", "k8s/rendered/", "k8s/tools/"];

    private static IEnumerable<Manifest> Manifests =>
        SourceTree.Ending(".yaml")
            .Where(file => Folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => Manifest.ParseAll(file.Path, file.Text));

    [Fact]
    public void Every_setting_in_the_manifests_exists() =>
        Assert.Empty(Manifests.SelectMany(manifest => ManifestRules.UnknownSettings(manifest, ServiceSettings.All)));

    [Fact]
    public void Every_probe_asks_for_what_is_served() =>
        Assert.Empty(Manifests.SelectMany(manifest => ManifestRules.DeadProbes(manifest, HostPaths.Read())));

    [Fact]
    public void Every_container_is_locked_down() => Assert.Empty(Manifests.SelectMany(ManifestRules.OpenDoors));

    [Fact]
    public void The_host_listens_where_the_probes_and_the_service_ask()
    {
        var byKind = Manifests.Where(manifest => manifest.Name.StartsWith("k8s/base/", StringComparison.Ordinal)).ToLookup(manifest => manifest.Kind);
        var port = byKind["Deployment"].Single().Containers.Single().Items("ports").Single().Text("containerPort");

        Assert.Equal($"http://+:{port}", byKind["ConfigMap"].Single(map => map.Text("metadata/name") == "wallet-service").Text("data/ASPNETCORE_URLS"));
        Assert.Equal("http", byKind["Service"].Single().Items("spec/ports").Single().Text("targetPort"));
    }

    [Fact]
    public void An_unknown_setting_is_reported() =>
        Assert.Equal(
            ["open.yaml: there is no setting Storage__Provjder"],
            ManifestRules.UnknownSettings(Manifest.Parse("open.yaml", OpenDeployment), new HashSet<string> { "Storage__Provider" }));

    [Fact]
    public void A_probe_that_nothing_answers_is_reported() =>
        Assert.Equal(2, ManifestRules.DeadProbes(Manifest.Parse("open.yaml", OpenDeployment), new HashSet<string> { "/ready" }).Count());

    [Fact]
    public void An_open_container_is_reported() =>
        Assert.Equal(7, ManifestRules.OpenDoors(Manifest.Parse("open.yaml", OpenDeployment)).Count());
}
