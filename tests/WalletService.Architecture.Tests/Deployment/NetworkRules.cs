namespace WalletService.Architecture.Tests.Deployment;

/// <summary>What must be reached can be.</summary>
internal static class NetworkRules
{
    private const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>Scraping asks for what is served, be it told by a ServiceMonitor or by the pods' annotations, and is let in.</summary>
    public static IEnumerable<string> DeadScrapes(Deployed deployed, IReadOnlySet<string> servedPaths)
    {
        var ports = deployed.OfKind("Service").Single().Items("spec/ports").Select(port => port.Text("name")).ToList();
        foreach (var endpoint in deployed.OfKind("ServiceMonitor").SelectMany(monitor => monitor.Items("spec/endpoints")))
        {
            if (!servedPaths.Contains(endpoint.Text("path") ?? "") || !ports.Contains(endpoint.Text("port")))
            {
                yield return $"ServiceMonitor: {endpoint.Text("port")}{endpoint.Text("path")} is not served";
            }
        }

        var annotations = deployed.Deployment.Map("spec/template/metadata/annotations");
        if (annotations.GetValueOrDefault("prometheus.io/scrape") == "true"
            && (annotations.GetValueOrDefault("prometheus.io/port") != deployed.Port
                || !servedPaths.Contains(annotations.GetValueOrDefault("prometheus.io/path") ?? "")))
        {
            yield return $"prometheus.io: {annotations.GetValueOrDefault("prometheus.io/port")}{annotations.GetValueOrDefault("prometheus.io/path")} is not served";
        }
    }

    /// <summary>Policies let out to every server that the settings name, and let in at the port that is served: for scraping, and for readers of events.</summary>
    public static IEnumerable<string> ClosedWays(Deployed deployed)
    {
        var policies = deployed.OfKind("NetworkPolicy")
            .Where(policy => DeployedRules.Selects(policy.Map("spec/podSelector/matchLabels"), deployed.PodLabels))
            .ToArray();
        if (policies.Length == 0)
        {
            if (deployed.OfKind("NetworkPolicy").Any())
            {
                yield return "NetworkPolicy: none is about the pods that serve";
            }

            yield break;
        }

        var ways = policies.SelectMany(policy => policy.Items("spec/egress")).ToArray();
        foreach (var (name, host, port) in ServersInUse(deployed.Settings))
        {
            if (!ways.Any(way => way.Items("ports").Any(open => open.Text("port") == port) && way.Items("to").Any(place => Holds(place, host))))
            {
                yield return $"NetworkPolicy: {name} needs port {port} of {host}";
            }
        }

        var doors = policies.SelectMany(policy => policy.Items("spec/ingress")).ToArray();
        foreach (var door in doors.SelectMany(door => door.Items("ports")).Where(port => port.Text("port") != deployed.Port))
        {
            yield return $"NetworkPolicy: nothing is served at port {door.Text("port")}";
        }

        foreach (var (label, reader) in new[] { (NamespaceName, "the scraper"), ("wallet-service/reads-events", "readers of events") })
        {
            if (!doors.Any(door => door.Items("from").Any(place => place.Map("namespaceSelector/matchLabels").ContainsKey(label))))
            {
                yield return $"NetworkPolicy: {reader} must be let in";
            }
        }
    }

    /// <summary>A server in the cluster is in the namespace that its name tells, any other is an address of the world.</summary>
    private static bool Holds(Manifest place, string host) => host.Split('.') is [_, var space, "svc", ..]
        ? place.Map("namespaceSelector/matchLabels").GetValueOrDefault(NamespaceName) == space
        : place.Text("ipBlock/cidr") == "0.0.0.0/0";

    private static IEnumerable<(string Setting, string Host, string Port)> ServersInUse(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (name, value) in settings.Where(setting => setting.Key != "ASPNETCORE_URLS"))
        {
            // Of the web's schemes the framework knows the usual ports.
            var web = value.Replace("ws:", "http:", StringComparison.Ordinal).Replace("wss:", "https:", StringComparison.Ordinal);
            if (name == "Redis__Endpoint")
            {
                yield return (name, value.Split(':')[0], value.Split(':')[1]);
            }
            else if (Uri.TryCreate(web, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "amqps" or "amqp" && uri.Port > 0)
            {
                yield return (name, uri.Host, $"{uri.Port}");
            }
        }
    }
}
