using WalletService.TestKit.Servers;
using YamlDotNet.RepresentationModel;

namespace WalletService.Deployment.Tests.Manifests;

/// <summary>What <c>k8s/rendered</c> holds.</summary>
internal static class RenderedOverlay
{
    public static string PathOf(string overlay) => RepositoryRoot.PathOf("k8s", "rendered", $"{overlay}.yaml");

    /// <summary>What the container of a workload is given, with the secrets that an operator makes as their template has them.</summary>
    /// <param name="overlay">The overlay.</param>
    /// <param name="kind">The workload: <c>Deployment</c> or <c>Job</c>.</param>
    public static ContainerInputs InputsOf(string overlay, string kind)
    {
        var manifests = Read(PathOf(overlay)).Concat(Read(RepositoryRoot.PathOf("k8s", "base", "secret.template.yaml"))).ToArray();
        var pod = (YamlMappingNode)manifests.First(manifest => Text(manifest, "kind") == kind)["spec"]["template"]["spec"];
        var container = (YamlMappingNode)Items(pod, "containers").Single();
        var variables = Items(container, "envFrom")
            .SelectMany(source => EntriesOf(manifests, "ConfigMap", Text(source["configMapRef"], "name")))
            .Concat(Items(container, "env").Select(variable => KeyValuePair.Create(Text(variable, "name"), ValueOf((YamlMappingNode)variable))))
            .ToDictionary(StringComparer.Ordinal);
        var mount = Items(container, "volumeMounts").Single(mount => Text(mount, "mountPath") == variables["Service__SettingsDirectory"]);
        var volume = (YamlMappingNode)Items(pod, "volumes").Single(volume => Text(volume, "name") == Text(mount, "name"));
        return new ContainerInputs(
            variables,
            FilesOf(manifests, volume).ToDictionary(StringComparer.Ordinal),
            [.. Items(container, "args").Select(argument => ((YamlScalarNode)argument).Value!)]);
    }

    /// <summary>The only value by reference is the pod's name.</summary>
    private static string ValueOf(YamlMappingNode variable) =>
        variable.Children.ContainsKey("value") ? Text(variable, "value") : $"{Text(variable["valueFrom"]["fieldRef"], "fieldPath")}-of-pod";

    private static IEnumerable<KeyValuePair<string, string>> FilesOf(IReadOnlyList<YamlMappingNode> manifests, YamlMappingNode volume)
    {
        if (volume.Children.ContainsKey("secret"))
        {
            return EntriesOf(manifests, "Secret", Text(volume["secret"], "secretName"));
        }

        return Items((YamlMappingNode)volume["projected"], "sources").Cast<YamlMappingNode>().SelectMany(source => source.Children.ContainsKey("secret")
            ? EntriesOf(manifests, "Secret", Text(source["secret"], "name"))
            : EntriesOf(manifests, "ConfigMap", Text(source["configMap"], "name")));
    }

    private static Dictionary<string, string> EntriesOf(IReadOnlyList<YamlMappingNode> manifests, string kind, string name)
    {
        var manifest = manifests.First(manifest => Text(manifest, "kind") == kind && Text(manifest["metadata"], "name") == name);
        return kind == "ConfigMap" ? Entries(manifest, "data")
            : manifest.Children.ContainsKey("stringData") ? Entries(manifest, "stringData")
            : Entries(manifest, "data").ToDictionary(entry => entry.Key, entry => Decoded(entry.Value), StringComparer.Ordinal);
    }

    private static string Decoded(string base64) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static IEnumerable<YamlMappingNode> Read(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static string Text(YamlNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    private static IEnumerable<YamlNode> Items(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var items) ? ((YamlSequenceNode)items).Children : [];

    private static Dictionary<string, string> Entries(YamlMappingNode node, string name) =>
        ((YamlMappingNode)node[name]).ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ((YamlScalarNode)entry.Value).Value!, StringComparer.Ordinal);
}
