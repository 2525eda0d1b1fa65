using YamlDotNet.RepresentationModel;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>A Kubernetes manifest, read by paths such as <c>spec/template/spec/containers</c>.</summary>
internal sealed record Manifest(string Name, YamlNode Root)
{
    public static Manifest Parse(string name, string yaml) => ParseAll(name, yaml)[0];

    /// <summary>Every document of a file.</summary>
    public static IReadOnlyList<Manifest> ParseAll(string name, string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => new Manifest(name, document.RootNode))];
    }

    public string Kind => Text("kind") ?? "";

    /// <summary>What has the template of pods in its <c>spec</c>: the job of a CronJob, and the manifest itself of any other kind.</summary>
    public Manifest Workload => At("spec/jobTemplate") is { } job ? new Manifest(Name, job) : this;

    /// <summary>The containers of a workload; none for anything else.</summary>
    public IEnumerable<Manifest> Containers => Items("spec/template/spec/containers");

    /// <summary>The secrets and ConfigMaps that volumes of a workload are put together from.</summary>
    public IEnumerable<Manifest> ProjectedSources =>
        Items("spec/template/spec/volumes").SelectMany(volume => volume.Items("projected/sources"));

    public string? Text(string path) => (At(path) as YamlScalarNode)?.Value;

    public IEnumerable<Manifest> Items(string path) =>
        (At(path) as YamlSequenceNode)?.Select(item => new Manifest(Name, item)) ?? [];

    /// <summary>The value of each item of a list of plain values.</summary>
    public IEnumerable<string> Texts(string path) => Items(path).Select(item => ((YamlScalarNode)item.Root).Value ?? "");

    /// <summary>A mapping of plain values, such as labels.</summary>
    public IReadOnlyDictionary<string, string> Map(string path) =>
        (At(path) as YamlMappingNode)?.Children.ToDictionary(
            entry => ((YamlScalarNode)entry.Key).Value ?? "", entry => (entry.Value as YamlScalarNode)?.Value ?? "", StringComparer.Ordinal)
        ?? [];

    /// <summary>The names of a mapping's entries.</summary>
    public IEnumerable<string> Keys(string path) =>
        (At(path) as YamlMappingNode)?.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "") ?? [];

    private YamlNode? At(string path)
    {
        var node = Root;
        foreach (var part in path.Split('/'))
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(part), out var next))
            {
                return null;
            }

            node = next;
        }

        return node;
    }
}
