using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Events;

/// <summary>The whole service in this process with its embedded adapters, so that tests can write events into its store.</summary>
internal sealed class StreamingService : IAsyncDisposable
{
    private readonly WebApplication app;

    private StreamingService(WebApplication app, HttpClient http)
    {
        this.app = app;
        Http = http;
    }

    /// <summary>Asks without a token unless the request has one.</summary>
    public HttpClient Http { get; }

    public IServiceEvents ServiceEvents => app.Services.GetRequiredService<IServiceEvents>();

    public IAuditTrail AuditTrail => app.Services.GetRequiredService<IAuditTrail>();

    public IOutbox Outbox => app.Services.GetRequiredService<IOutbox>();

    public static async Task<StreamingService> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["EventStream:Enabled"] = "true", ["Solana:RpcUrl"] = "http://127.0.0.1:1" });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
        var built = HostCommand.Build(builder);
        built.Urls.Add("http://127.0.0.1:0");
        await built.StartAsync();
        var address = built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new StreamingService(built, new HttpClient { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Settings for a token.</summary>
    public static (string Key, string Value)[] Token(int index, string token, params string[] users) =>
    [
        ($"EventStream:Tokens:{index}:Name", $"reader-{index}"),
        ($"EventStream:Tokens:{index}:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(TestSecrets.Add(token))))),
        .. users.Select((user, number) => ($"EventStream:Tokens:{index}:Users:{number}", user)),
    ];

    /// <summary>A new wallet: one event, <c>created</c>.</summary>
    public async Task<Wallet> CreateWalletAsync(string user)
    {
        var store = app.Services.GetRequiredService<IWalletStore>();
        var label = WalletLabel.Parse("Savings");
        var id = WalletId.New(TimeProvider.System);
        await store.ReserveAsync(
            new NewWallet(
                id,
                UserId.Parse(user),
                CallerId.Unidentified,
                label,
                IdempotencyKey.Parse(id.ToString()),
                RequestFingerprint.Of("create", id.ToString()),
                DateTimeOffset.UnixEpoch),
            default);
        var key = new WalletKey("fake", $"key-{id}", SolanaAddress.FromBytes(RandomNumberGenerator.GetBytes(SolanaAddress.Length)), "SOFTWARE");
        return await store.CompleteAsync(id, key, default);
    }

    /// <summary>Makes one of the wallets active: one event, <c>activated</c>.</summary>
    public Task ActivateAsync(Wallet wallet) =>
        app.Services.GetRequiredService<IWalletStore>().ActivateAsync(CallerId.Unidentified, wallet.UserId, wallet.Id, default);

    public async Task<HttpResponseMessage> AskAsync(string query = "", string? token = null, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events{query}");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<EventReading> ReadAsync(string query = "", string? token = null, string? lastEventId = null)
    {
        var answer = await AskAsync(query, token, lastEventId);
        answer.EnsureSuccessStatusCode();
        return await EventReading.BeginAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
