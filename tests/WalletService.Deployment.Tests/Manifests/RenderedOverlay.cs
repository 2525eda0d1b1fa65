using WalletService.TestKit.Servers;
using YamlDotNet.RepresentationModel;

namespace WalletService.Deployment.Tests.Manifests;

/// <summary>What <c>k8s/rendered</c> holds.</summary>
internal static class RenderedOverlay
{
    public static string PathOf(string overlay) => RepositoryRoot.PathOf("k8s", "rendered", $"{overlay}.yaml");

    /// <summary>What the pods get as environment variables from their ConfigMap.</summary>
    public static IReadOnlyDictionary<string, string> SettingsOf(string overlay) =>
        Read(PathOf(overlay)).Where(document => Text(document, "kind") == "ConfigMap").Select(document => Entries(document, "data")).Single();

    /// <summary>What an operator is told to put into a secret.</summary>
    public static IReadOnlyDictionary<string, string> SecretTemplate(string name) =>
        Read(RepositoryRoot.PathOf("k8s", "base", "secret.template.yaml"))
            .Where(document => Text((YamlMappingNode)document["metadata"], "name") == name)
            .Select(document => Entries(document, "stringData"))
            .Single();

    private static IEnumerable<YamlMappingNode> Read(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static string Text(YamlMappingNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    private static Dictionary<string, string> Entries(YamlMappingNode node, string name) =>
        ((YamlMappingNode)node[name]).ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ((YamlScalarNode)entry.Value).Value!, StringComparer.Ordinal);
}
