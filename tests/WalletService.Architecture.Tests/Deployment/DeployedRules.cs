namespace WalletService.Architecture.Tests.Deployment;

/// <summary>What must be true among the manifests of one overlay.</summary>
internal static class DeployedRules
{
    /// <summary>What a pod names is there: settings, secrets, the account that it runs as.</summary>
    public static IEnumerable<string> DanglingReferences(Deployed deployed)
    {
        foreach (var workload in deployed.Workloads)
        {
            var wanted = workload.Containers.SelectMany(container => container.Items("envFrom"))
                .Select(source => ("ConfigMap", source.Text("configMapRef/name")))
                .Concat(workload.Items("spec/template/spec/volumes").Select(volume => ("Secret", volume.Text("secret/secretName"))))
                .Concat(workload.Items("spec/template/spec/volumes")
                    .Select(volume => ("PersistentVolumeClaim", volume.Text("persistentVolumeClaim/claimName"))))
                .Concat(workload.ProjectedSources.Select(source => ("Secret", source.Text("secret/name"))))
                .Concat(workload.ProjectedSources.Select(source => ("ConfigMap", source.Text("configMap/name"))))
                .Append(("ServiceAccount", workload.Text("spec/template/spec/serviceAccountName")));
            foreach (var (kind, name) in wanted.Where(reference => reference.Item2 is not null && !Exists(deployed, reference.Item1, reference.Item2)))
            {
                yield return $"{workload.Kind}: there is no {kind} {name}";
            }
        }
    }

    /// <summary>What selects pods or services selects those that there are.</summary>
    public static IEnumerable<string> SelectorsOfNothing(Deployed deployed)
    {
        var service = deployed.OfKind("Service").Single();
        (string What, IReadOnlyDictionary<string, string> Selector, IReadOnlyDictionary<string, string> Labels)[] selections =
        [
            ("Deployment", deployed.Deployment.Map("spec/selector/matchLabels"), deployed.PodLabels),
            ("Service", service.Map("spec/selector"), deployed.PodLabels),
            .. deployed.OfKind("PodDisruptionBudget").Select(budget => ("PodDisruptionBudget", budget.Map("spec/selector/matchLabels"), deployed.PodLabels)),
            .. deployed.OfKind("ServiceMonitor").Select(monitor => ("ServiceMonitor", monitor.Map("spec/selector/matchLabels"), service.Map("metadata/labels"))),
            .. deployed.Deployment.Items("spec/template/spec/topologySpreadConstraints")
                .Select(spread => ("topologySpreadConstraints", spread.Map("labelSelector/matchLabels"), deployed.PodLabels)),
        ];
        return selections
            .Where(selection => !Selects(selection.Selector, selection.Labels))
            .Select(selection => $"{selection.What} selects nothing")
            .Concat(deployed.OfKind("NetworkPolicy").Select(policy => policy.Map("spec/podSelector/matchLabels"))
                .Where(selector => !deployed.Workloads.Any(workload => Selects(selector, workload.Map("spec/template/metadata/labels"))))
                .Select(_ => "NetworkPolicy selects nothing"));
    }

    /// <summary>Work in flight has its time: SIGTERM comes after the pause, and SIGKILL after everything else.</summary>
    public static IEnumerable<string> ShortTimes(Deployed deployed)
    {
        var pod = deployed.Deployment;
        var grace = TimeSpan.FromSeconds(Deployed.Number(pod.Text("spec/template/spec/terminationGracePeriodSeconds")));
        var pause = TimeSpan.FromSeconds(Deployed.Number(pod.Containers.Single().Text("lifecycle/preStop/sleep/seconds")));
        if (deployed.Setting("Messaging__StopTimeout") >= deployed.Setting("Service__ShutdownTimeout"))
        {
            yield return "Service__ShutdownTimeout must be longer than Messaging__StopTimeout";
        }

        if (pause + deployed.Setting("Service__ShutdownTimeout") >= grace)
        {
            yield return "terminationGracePeriodSeconds must be longer than preStop and Service__ShutdownTimeout together";
        }
    }

    /// <summary>A node can be drained: the budget leaves one replica to go.</summary>
    public static IEnumerable<string> BlockedDrains(Deployed deployed) => deployed.OfKind("PodDisruptionBudget")
        .Where(budget => Deployed.Number(budget.Text("spec/minAvailable")) >= deployed.LeastReplicas)
        .Select(_ => "PodDisruptionBudget: minAvailable must be below the number of replicas");

    /// <summary>Whether a selector that says anything fits labels.</summary>
    public static bool Selects(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Count > 0 && selector.All(labels.Contains);

    private static bool Exists(Deployed deployed, string kind, string name) =>
        deployed.OfKind(kind).Concat(deployed.SecretsByHand.Where(secret => secret.Kind == kind))
            .Any(manifest => manifest.Text("metadata/name") == name);
}
