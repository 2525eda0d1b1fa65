using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WalletService.KmsEmulator;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Kms.Google.Tests.Emulator;

/// <summary>What Google's own client does not show of the emulator.</summary>
public sealed class KmsEmulatorTests
{
    private const string Rings = "v1/projects/demo/locations/europe-west6/keyRings";
    private const string Keys = Rings + "/wallets/cryptoKeys";
    private const string Version = Keys + "/one/cryptoKeyVersions/1";
    private static readonly JsonObject SignMessage = new() { ["data"] = "AQID" };

    [Fact]
    public async Task Keys_survive_a_restart_with_a_state_file()
    {
        using var folder = new TemporaryFolder("kms-state");
        var options = new KmsEmulatorOptions { StateFile = folder.PathOf("state.json"), PendingPolls = 0 };
        string? before;
        await using (var first = await KmsEmulatorServer.StartAsync(options))
        {
            await MakeKeyAsync(first);
            before = await SignAsync(first);
        }

        await using var second = await KmsEmulatorServer.StartAsync(options);
        Assert.Equal(before, await SignAsync(second));
    }

    [Fact]
    public async Task A_destroyed_version_is_gone_after_its_wait()
    {
        var clock = new ManualTimeProvider();
        await using var emulator = await KmsEmulatorServer.StartAsync(new() { PendingPolls = 0 }, clock);
        await MakeKeyAsync(emulator);
        await PostAsync(emulator, Version + ":destroy", []);

        clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal("DESTROYED", (await GetAsync(emulator, Version))["state"]?.GetValue<string>());
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var restored = await http.PostAsJsonAsync(new Uri(Version + ":restore", UriKind.Relative), new JsonObject());
        Assert.Equal(HttpStatusCode.BadRequest, restored.StatusCode);
    }

    [Fact]
    public async Task Enums_come_as_numbers_when_asked_for_and_are_taken_as_numbers()
    {
        await using var emulator = await KmsEmulatorServer.StartAsync(new() { PendingPolls = 0 });
        await PostAsync(emulator, Rings + "?keyRingId=wallets", []);
        await PostAsync(emulator, Keys + "?cryptoKeyId=one", new() { ["purpose"] = 5, ["versionTemplate"] = new JsonObject { ["algorithm"] = 40 } });

        var names = await GetAsync(emulator, Version);
        var numbers = await GetAsync(emulator, Version + "?$alt=json%3Benum-encoding=int");

        Assert.Equal("EC_SIGN_ED25519", names["algorithm"]?.GetValue<string>());
        Assert.Equal(40, numbers["algorithm"]?.GetValue<int>());
        Assert.Equal(1, numbers["state"]?.GetValue<int>());
    }

    [Fact]
    public async Task Faults_and_counters_are_reached_over_HTTP()
    {
        await using var emulator = await KmsEmulatorServer.StartAsync(new() { PendingPolls = 0 });
        await MakeKeyAsync(emulator);
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        await http.PostAsJsonAsync(
            new Uri("_control/faults", UriKind.Relative),
            new JsonObject { ["kind"] = "rateLimited", ["operation"] = Kms.Sign, ["times"] = 1, ["delayMs"] = 1500 });

        using var refused = await http.PostAsJsonAsync(new Uri(Version + ":asymmetricSign", UriKind.Relative), SignMessage);
        using var signed = await http.PostAsJsonAsync(new Uri(Version + ":asymmetricSign", UriKind.Relative), SignMessage);
        var counts = await http.GetFromJsonAsync<Dictionary<string, int>>(new Uri("_control/calls", UriKind.Relative));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("\"retryDelay\":\"1.5s\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        Assert.Equal(2, counts![Kms.Sign]);
    }

    /// <summary>False is left out, and int64 travels as text.</summary>
    [Fact]
    public async Task A_signature_without_a_checksum_of_the_data_is_not_called_verified()
    {
        await using var emulator = await KmsEmulatorServer.StartAsync(new() { PendingPolls = 0 });
        await MakeKeyAsync(emulator);

        var reply = await PostAsync(emulator, Version + ":asymmetricSign", (JsonObject)SignMessage.DeepClone());

        Assert.False(reply.ContainsKey("verifiedDataCrc32c"));
        Assert.Equal(System.Text.Json.JsonValueKind.String, reply["signatureCrc32c"]!.GetValueKind());
    }

    private static async Task MakeKeyAsync(KmsEmulatorServer emulator)
    {
        await PostAsync(emulator, Rings + "?keyRingId=wallets", []);
        await PostAsync(emulator, Keys + "?cryptoKeyId=one", new()
        {
            ["purpose"] = "ASYMMETRIC_SIGN",
            ["versionTemplate"] = new JsonObject { ["algorithm"] = "EC_SIGN_ED25519" },
        });
    }

    private static async Task<string?> SignAsync(KmsEmulatorServer emulator) =>
        (await PostAsync(emulator, Version + ":asymmetricSign", (JsonObject)SignMessage.DeepClone()))["signature"]?.GetValue<string>();

    private static async Task<JsonObject> GetAsync(KmsEmulatorServer emulator, string path)
    {
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        return (await http.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative)))!;
    }

    private static async Task<JsonObject> PostAsync(KmsEmulatorServer emulator, string path, JsonObject body)
    {
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var response = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
