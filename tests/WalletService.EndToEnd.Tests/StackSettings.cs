using System.Net.Http.Json;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Servers.Aws;

namespace WalletService.EndToEnd.Tests;

/// <summary>The settings with which the service runs on real parts.</summary>
internal static class StackSettings
{
    /// <summary>By environment variable.</summary>
    public static Dictionary<string, string> For(
        RabbitMqServer rabbitMq, Uri brokerUri, RedisServer redis, string connectionString, LocalnetProcess localnet, KmsEmulatorProcess kms) =>
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Storage__Provider"] = "Postgres",
            ["Postgres__ConnectionString"] = connectionString,
            ["Cache__Provider"] = "Redis",
            ["Redis__Endpoint"] = redis.Endpoint,
            ["Redis__Password"] = redis.Password,
            ["Keys__Provider"] = "GoogleKms",
            ["GoogleKms__ProjectId"] = "end-to-end",
            ["GoogleKms__LocationId"] = "europe-west6",
            ["GoogleKms__KeyRingId"] = "wallets",
            ["GoogleKms__BaseUrl"] = kms.BaseUrl.ToString(),
            ["GoogleKms__Credentials"] = "None",
            ["GoogleKms__WritesPerSecond"] = "100",
            ["GoogleKms__WriteBurst"] = "100",

            // One at the start: tests count the signatures that the vault is asked for.
            ["Audit__CheckpointInterval"] = "1.00:00:00",
            ["Messaging__Transport"] = "RabbitMq",
            ["RabbitMq__Uri"] = brokerUri.ToString(),
            ["RabbitMq__UserName"] = RabbitMqServer.UserName,
            ["RabbitMq__Password"] = rabbitMq.Password,
            ["Callers__Identity"] = "Required",
            [$"Callers__Known__{RabbitMqServer.UserName}__Routes__0"] = "wallet.*",
            [$"Callers__Known__{RabbitMqServer.UserName}__Users__0"] = "*",
            [$"Callers__Known__{RabbitMqServer.UserName}__Administrator"] = "true",
            ["Callers__Known__hostile__Routes__0"] = "wallet.*",
            ["Callers__Known__hostile__Users__0"] = "hostile-*",
            ["Solana__RpcUrl"] = localnet.RpcUrl.ToString(),
            ["Solana__WebSocketUrl"] = localnet.WebSocketUrl.ToString(),
        };

    public static void RemoveGoogle(Dictionary<string, string> settings)
    {
        foreach (var name in settings.Keys.Where(name => name.StartsWith("GoogleKms__", StringComparison.Ordinal)).ToArray())
        {
            settings.Remove(name);
        }
    }

    /// <summary>New keys are made in AWS KMS.</summary>
    public static void AddAws(Dictionary<string, string> settings, FakeAwsKms aws)
    {
        settings["Keys__Provider"] = "AwsKms";
        foreach (var (name, value) in aws.Settings)
        {
            settings[$"AwsKms__{name}"] = value;
        }
    }

    /// <summary>What an operator does once for each environment: the service itself has no right to make key rings.</summary>
    public static async Task CreateKeyRingAsync(KmsEmulatorProcess kms)
    {
        using var http = new HttpClient { BaseAddress = kms.BaseUrl };
        using var answer = await http.PostAsJsonAsync(
            "/v1/projects/end-to-end/locations/europe-west6/keyRings?keyRingId=wallets", new { });
        answer.EnsureSuccessStatusCode();
    }
}
