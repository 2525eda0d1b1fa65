using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;
using WalletService.KmsEmulator;
using WalletService.KmsEmulator.Faults;
using WalletService.TestKit.Servers;

namespace WalletService.Kms.Google.Tests;

/// <summary>
/// Application Default Credentials, from a service account's file whose token endpoint is local. Google's library finds the
/// credentials once in a process, so this is one test that goes through the life of a token.
/// </summary>
public sealed class CredentialsTests
{
    private const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";

    [Fact]
    public async Task A_token_is_fetched_used_again_and_renewed_once_when_it_is_refused()
    {
        await using var tokens = await TokenEndpoint.StartAsync();
        using var folder = new TemporaryFolder("credentials");
        await File.WriteAllTextAsync(folder.PathOf("account.json"), ServiceAccount(tokens.Address));
        Environment.SetEnvironmentVariable(Variable, folder.PathOf("account.json"));
        try
        {
            await using var kms = await Kms.StartAsync(
                new KmsEmulatorOptions { RequiredToken = "token-2", PendingPolls = 0 }, clock: null, ("Credentials", "ApplicationDefault"));

            // The emulator refuses the first token, as the service refuses one that was revoked.
            await kms.GoogleKeys.EnsureKeyRingAsync(CancellationToken.None);
            Assert.Equal(["Bearer token-1", "Bearer token-2"], kms.Emulator.Calls.Latest().Select(call => call.Authorization));
            Assert.Equal(2, tokens.Grants.Count);

            var key = await kms.NewKeyAsync();
            await kms.SignAsync(key, new byte[] { 1, 2, 3 });
            Assert.All(kms.Emulator.Calls.Latest(), call => Assert.Equal("Bearer token-2", call.Authorization));
            Assert.Equal(2, tokens.Grants.Count);
            Assert.All(tokens.Grants, grant => Assert.Equal("https://www.googleapis.com/auth/cloudkms", ScopeOf(grant)));

            kms.Emulator.Calls.Reset();
            kms.Plan(FaultKind.Unauthenticated, Kms.Sign, times: 0);
            var refused = await Assert.ThrowsAsync<KeyUnusableException>(
                () => kms.SignAsync(key, new byte[] { 1, 2, 3 }));
            Assert.Equal("unauthenticated", refused.Reason);
            Assert.Equal(2, kms.Count(Kms.Sign));

            Assert.DoesNotContain(kms.Logs.Entries, entry => entry.Text.Contains("token-", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    private static string ServiceAccount(Uri tokenAddress)
    {
        using var key = RSA.Create(2048);
        return new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "demo",
            ["private_key_id"] = "1",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "wallet-service@demo.iam.gserviceaccount.com",
            ["client_id"] = "1",
            ["token_uri"] = tokenAddress.ToString(),
        }.ToJsonString();
    }

    /// <summary>The scope that the signed assertion of a grant asks for.</summary>
    private static string? ScopeOf(string assertion)
    {
        var claims = assertion.Split('.')[1].Replace('-', '+').Replace('_', '/');
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(claims.PadRight((claims.Length + 3) / 4 * 4, '=')));
        return JsonDocument.Parse(json).RootElement.GetProperty("scope").GetString();
    }

    /// <summary>Gives token-1, token-2 and so on.</summary>
    private sealed class TokenEndpoint(WebApplication web, Uri address, ConcurrentQueue<string> grants) : IAsyncDisposable
    {
        public Uri Address { get; } = address;

        public ConcurrentQueue<string> Grants { get; } = grants;

        public static async Task<TokenEndpoint> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var web = builder.Build();
            var grants = new ConcurrentQueue<string>();
            web.MapPost("/token", async (HttpRequest request) =>
            {
                grants.Enqueue((await request.ReadFormAsync())["assertion"].ToString());
                return Results.Json(new { access_token = $"token-{grants.Count}", expires_in = 3600, token_type = "Bearer" });
            });
            await web.StartAsync();
            var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            return new TokenEndpoint(web, new Uri(address + "/token"), grants);
        }

        public ValueTask DisposeAsync() => web.DisposeAsync();
    }
}
