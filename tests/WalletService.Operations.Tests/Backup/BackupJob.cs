using WalletService.TestKit.Servers;
using YamlDotNet.RepresentationModel;

namespace WalletService.Operations.Tests.Backup;

/// <summary>What <c>k8s/components/backup</c> runs, and what it is given.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Variables">Its environment.</param>
/// <param name="ServiceFile">How it gets to the database, as the template of its secret has it.</param>
internal sealed record BackupJob(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Variables, string ServiceFile)
{
    public static BackupJob Read()
    {
        var container = Parse("cron-job.yaml")["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
        return new BackupJob(
            [.. Items(container["command"]).Concat(Items(container["args"])).Select(Text)],
            Items(container["env"]).ToDictionary(variable => Text(variable["name"]), variable => Text(variable["value"]), StringComparer.Ordinal),
            Text(Parse("secret.template.yaml")["stringData"]["pg_service.conf"]));
    }

    private static YamlNode Parse(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(RepositoryRoot.PathOf("k8s", "components", "backup", file))));
        return yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlNode> Items(YamlNode node) => (YamlSequenceNode)node;

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
