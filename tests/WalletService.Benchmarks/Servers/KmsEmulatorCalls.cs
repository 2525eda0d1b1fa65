using System.Net.Http.Json;

namespace WalletService.Benchmarks.Servers;

/// <summary>Talks to the KMS emulator beside the service: makes the key ring, counts requests.</summary>
internal sealed class KmsEmulatorCalls(Uri baseUrl) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = baseUrl };

    /// <summary>What an operator does once for each environment: the service itself has no right to make key rings.</summary>
    public async Task CreateKeyRingAsync(string project, string location, string keyRing)
    {
        var path = new Uri($"/v1/projects/{project}/locations/{location}/keyRings?keyRingId={keyRing}", UriKind.Relative);
        using var answer = await client.PostAsJsonAsync(path, new { });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Requests since the emulator started.</summary>
    public async Task<long> CountAsync()
    {
        var calls = await client.GetFromJsonAsync<Dictionary<string, long>>(new Uri("/_control/calls", UriKind.Relative));
        return calls!.Values.Sum();
    }

    public void Dispose() => client.Dispose();
}
