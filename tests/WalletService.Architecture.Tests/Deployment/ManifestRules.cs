using System.Text.RegularExpressions;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>What must be true of the manifests, given the settings that exist and the paths that the host serves.</summary>
internal static partial class ManifestRules
{
    // Read by the .NET runtime itself.
    private static readonly string[] RuntimeSettings = ["DOTNET_EnableDiagnostics"];

    private static readonly string[] Probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    /// <summary>Every setting that a manifest gives exists.</summary>
    public static IEnumerable<string> UnknownSettings(Manifest manifest, IReadOnlySet<string> settings)
    {
        var given = manifest.Containers
            .Where(container => container.Text("image") is not { } image || image.Contains("wallet-service", StringComparison.Ordinal))
            .SelectMany(container => container.Items("env")).Select(variable => variable.Text("name") ?? "");
        if (manifest.Kind is "ConfigMap" or "Secret")
        {
            given = [.. manifest.Keys("data"), .. manifest.Keys("stringData")];
        }

        return given
            .Where(name => !settings.Contains(name) && !IsOfNamedGroup(name, settings) && !IsOfList(name, settings) && !IsOfOthers(name))
            .Select(name => $"{manifest.Name}: there is no setting {name}");
    }

    /// <summary>Of the runtime, or the level of the log, which Serilog reads.</summary>
    private static bool IsOfOthers(string name) =>
        RuntimeSettings.Contains(name) || name.StartsWith("Serilog__MinimumLevel__", StringComparison.Ordinal);

    /// <summary>An entry of a list of plain values or of groups; which settings a group has, the start with these settings shows.</summary>
    private static bool IsOfList(string name, IReadOnlySet<string> settings) =>
        ListEntry().Match(name) is { Success: true } entry && settings.Contains(entry.Groups["list"].Value);

    private static bool IsOfNamedGroup(string name, IReadOnlySet<string> settings) =>
        settings.Any(setting => setting.EndsWith("__*", StringComparison.Ordinal) && name.StartsWith(setting[..^1], StringComparison.Ordinal));

    /// <summary>Every probe asks for a path that is served, on a port that the container names.</summary>
    public static IEnumerable<string> DeadProbes(Manifest manifest, IReadOnlySet<string> servedPaths)
    {
        foreach (var container in manifest.Containers)
        {
            var ports = container.Items("ports").Select(port => port.Text("name")).ToList();
            foreach (var probe in Probes)
            {
                if (container.Text($"{probe}/httpGet/path") is not { } path)
                {
                    continue;
                }

                if (!servedPaths.Contains(path))
                {
                    yield return $"{manifest.Name}: {probe} asks for {path}, which is not served";
                }

                if (!ports.Contains(container.Text($"{probe}/httpGet/port")))
                {
                    yield return $"{manifest.Name}: {probe} asks a port that the container does not name";
                }
            }
        }
    }

    /// <summary>Every container runs as an ordinary user, on a read-only file system, with nothing to escalate with.</summary>
    public static IEnumerable<string> OpenDoors(Manifest manifest)
    {
        manifest = manifest.Workload;
        if (!manifest.Containers.Any())
        {
            yield break;
        }

        (string Path, string Expected)[] ofPod =
        [
            ("spec/template/spec/automountServiceAccountToken", "false"),
            ("spec/template/spec/securityContext/runAsNonRoot", "true"),
            ("spec/template/spec/securityContext/seccompProfile/type", "RuntimeDefault"),
        ];
        (string Path, string Expected)[] ofContainer =
        [
            ("securityContext/allowPrivilegeEscalation", "false"),
            ("securityContext/readOnlyRootFilesystem", "true"),
        ];
        var violations = ofPod.Where(rule => manifest.Text(rule.Path) != rule.Expected)
            .Concat(manifest.Containers.SelectMany(container => ofContainer.Where(rule => container.Text(rule.Path) != rule.Expected)));
        foreach (var (path, expected) in violations)
        {
            yield return $"{manifest.Name}: {path} must be {expected}";
        }

        foreach (var container in manifest.Containers)
        {
            if (!container.Items("securityContext/capabilities/drop").Any(item => item.Root.ToString() == "ALL"))
            {
                yield return $"{manifest.Name}: all capabilities must be dropped";
            }

            if (container.Text("resources/limits/memory") is null || container.Text("resources/requests/cpu") is null)
            {
                yield return $"{manifest.Name}: resources must be requested and limited";
            }
        }
    }

    [GeneratedRegex(@"^(?<list>\w+?)__\d+(__\w+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListEntry();
}
