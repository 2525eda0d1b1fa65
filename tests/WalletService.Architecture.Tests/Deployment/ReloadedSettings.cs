using WalletService.Architecture.Tests.Repositories;
using WalletService.TestKit.Documents;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>What a running service takes up, as <c>docs/configuration.md</c> lists it; another test holds the list against the service.</summary>
/// <param name="Sections">As environment variables are named: <c>Serilog__MinimumLevel</c>.</param>
/// <param name="Fixed">Settings in one of them that need a restart all the same.</param>
internal sealed record ReloadedSettings(IReadOnlyList<string> Sections, IReadOnlySet<string> Fixed)
{
    public static ReloadedSettings Read()
    {
        var rows = MarkdownTable.Read(SourceTree.File("docs/configuration.md").Text)
            .Single(table => table.Columns[0] == "taken up without a restart")
            .Rows;
        return new ReloadedSettings(
            [.. rows.Select(row => Variable(MarkdownTable.FirstCode(row[0])!))],
            rows.Select(row => MarkdownTable.FirstCode(row[1])).OfType<string>().Select(Variable).ToHashSet(StringComparer.Ordinal));
    }

    public bool Has(string name) => Sections.Any(section => IsIn(section, name)) && !Fixed.Contains(name);

    /// <summary>
    /// Each section is in a file and not in the environment, which never changes while a pod lives and would win over the file. The folder is
    /// mounted as a whole, since a single file is never exchanged.
    /// </summary>
    public IEnumerable<string> FindFaults(Deployed deployed)
    {
        var variables = deployed.Settings.Keys
            .Concat(deployed.Deployment.Containers.SelectMany(container => container.Items("env")).Select(variable => variable.Text("name") ?? ""));
        var files = deployed.MountedSettings.Keys.ToArray();
        var mounts = deployed.Deployment.Containers.SelectMany(container => container.Items("volumeMounts")).ToArray();
        return
        [
            .. variables.Where(Has).Select(name => $"{name} is an environment variable: a change would restart the pods"),
            .. files.Where(name => !Has(name)).Select(name => $"{name} is a file: a change of it would be refused"),
            .. Sections.Where(section => !files.Any(name => IsIn(section, name))).Select(section => $"{section} is in no file"),
            .. mounts.Where(mount => mount.Text("subPath") is not null).Select(mount => $"{mount.Text("mountPath")} is mounted with subPath"),
            .. mounts.Any(mount => mount.Text("mountPath") == deployed.Settings["Service__SettingsDirectory"])
                ? []
                : new[] { "Service__SettingsDirectory is not mounted" },
        ];
    }

    private static bool IsIn(string section, string name) => name.StartsWith($"{section}__", StringComparison.Ordinal);

    private static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
