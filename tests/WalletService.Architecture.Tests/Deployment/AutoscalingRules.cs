using System.Globalization;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>
/// What scales the replicas. Kubernetes' schema holds what KEDA's triggers and the HPA's metrics mean for strings, so that these are
/// judged here: by KEDA's document of its RabbitMQ scaler, and by the queues that the service declares.
/// </summary>
internal static class AutoscalingRules
{
    private static readonly Dictionary<string, string[]?> TriggerSettings = new(StringComparer.Ordinal)
    {
        ["protocol"] = ["amqp", "http", "auto"],
        ["mode"] = ["QueueLength", "MessageRate"],
        ["queueName"] = null,
        ["value"] = null,
    };

    /// <summary>One of the two autoscalers at most, which has the number of replicas to itself and scales what is there.</summary>
    public static IEnumerable<string> Contradictions(Deployed deployed)
    {
        var scalers = deployed.Manifests.Where(manifest => manifest.Kind is "HorizontalPodAutoscaler" or "ScaledObject").ToArray();
        if (scalers.Length > 1)
        {
            yield return "There is more than one autoscaler";
        }

        foreach (var scaler in scalers)
        {
            if (scaler.Text("spec/scaleTargetRef/name") != deployed.Deployment.Text("metadata/name"))
            {
                yield return $"{scaler.Kind}: there is no Deployment {scaler.Text("spec/scaleTargetRef/name")}";
            }

            if (deployed.Deployment.Text("spec/replicas") is not null)
            {
                yield return $"{scaler.Kind}: the Deployment sets the number of replicas, too";
            }
        }
    }

    /// <summary>Queues that are asked for are declared by the service.</summary>
    public static IEnumerable<string> UnknownQueues(Deployed deployed, IReadOnlySet<string> queues) =>
        Triggers(deployed).Select(trigger => trigger.Text("metadata/queueName"))
            .Concat(deployed.OfKind("HorizontalPodAutoscaler").SelectMany(scaler => scaler.Items("spec/metrics"))
                .Where(metric => metric.Text("type") == "External")
                .Select(metric => metric.Text("external/metric/selector/matchLabels/queue")))
            .Where(queue => queue is null || !queues.Contains(queue))
            .Select(queue => $"There is no queue {queue}");

    /// <summary>KEDA's triggers are complete, and find what they reach the broker with.</summary>
    public static IEnumerable<string> WrongTriggers(Deployed deployed)
    {
        foreach (var trigger in Triggers(deployed))
        {
            var given = trigger.Map("metadata");
            var wrong = TriggerSettings.Where(setting =>
                !given.TryGetValue(setting.Key, out var value) || setting.Value?.Contains(value, StringComparer.Ordinal) == false);
            foreach (var name in wrong.Select(setting => setting.Key).Concat(given.Keys.Where(name => !TriggerSettings.ContainsKey(name))))
            {
                yield return $"ScaledObject: {name} is wrong";
            }

            if (!double.TryParse(given.GetValueOrDefault("value"), CultureInfo.InvariantCulture, out var value) || value <= 0)
            {
                yield return "ScaledObject: value must be positive";
            }

            if (trigger.Text("type") != "rabbitmq" || !IsKnown(deployed, trigger.Text("authenticationRef/name")))
            {
                yield return "ScaledObject: nothing tells how to reach the broker";
            }
        }
    }

    private static IEnumerable<Manifest> Triggers(Deployed deployed) =>
        deployed.OfKind("ScaledObject").SelectMany(scaled => scaled.Items("spec/triggers"));

    /// <summary>The broker's address comes from an entry of a secret that an operator makes.</summary>
    private static bool IsKnown(Deployed deployed, string? authentication) => deployed.OfKind("TriggerAuthentication")
        .Where(manifest => manifest.Text("metadata/name") == authentication)
        .SelectMany(manifest => manifest.Items("spec/secretTargetRef"))
        .Any(target => target.Text("parameter") == "host" && deployed.SecretsByHand.Any(secret =>
            secret.Text("metadata/name") == target.Text("name") && secret.Keys("stringData").Contains(target.Text("key"))));
}
