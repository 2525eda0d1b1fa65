using System.Net.Http.Json;

namespace WalletService.Chaos.Parts;

/// <summary>Plans and clears faults of the Cloud KMS emulator, and makes the key ring that an operator would have made.</summary>
internal sealed class KmsControl(Uri baseUrl) : IDisposable
{
    public const string Project = "chaos";
    public const string Location = "europe-west6";
    public const string KeyRing = "wallets";

    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";

    private readonly HttpClient http = new() { BaseAddress = baseUrl };

    public async Task CreateKeyRingAsync()
    {
        using var answer = await http.PostAsJsonAsync($"/v1/projects/{Project}/locations/{Location}/keyRings?keyRingId={KeyRing}", new { });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The next signatures go wrong.</summary>
    /// <param name="kind">A name of the emulator's <c>FaultKind</c>, in camelCase.</param>
    /// <param name="times">How many calls it strikes; 0 = until cleared.</param>
    /// <param name="delayMs">For those faults that have a delay.</param>
    public async Task BreakSigningAsync(string kind, int times, int delayMs)
    {
        using var answer = await http.PostAsJsonAsync("/_control/faults", new { kind, operation = SignOperation, times, delayMs });
        answer.EnsureSuccessStatusCode();
    }

    public async Task ClearAsync()
    {
        using var answer = await http.DeleteAsync("/_control/faults");
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();
}
