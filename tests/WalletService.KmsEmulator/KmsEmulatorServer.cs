using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WalletService.KmsEmulator.Faults;

namespace WalletService.KmsEmulator;

/// <summary>
/// A Cloud KMS (REST v1) on loopback: key rings, keys, versions, public keys and signatures, with programmable faults.
/// Faults and counters are reached in process, or over HTTP under <c>/_control/</c>.
/// </summary>
public sealed class KmsEmulatorServer : IAsyncDisposable
{
    private readonly WebApplication web;

    private KmsEmulatorServer(WebApplication app, Uri baseAddress, IReadOnlyList<string> operations, FaultPlan faults, CallLog calls)
    {
        web = app;
        BaseAddress = baseAddress;
        Operations = operations;
        Faults = faults;
        Calls = calls;
    }

    /// <summary>Scheme, host and port, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The names of all that it can be asked for, such as <c>cryptoKeyVersions.asymmetricSign</c>.</summary>
    public IReadOnlyList<string> Operations { get; }

    public FaultPlan Faults { get; }

    public CallLog Calls { get; }

    public static async Task<KmsEmulatorServer> StartAsync(
        KmsEmulatorOptions? options = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new KmsEmulatorOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        var app = builder.Build();

        var faults = new FaultPlan();
        var calls = new CallLog();
        var endpoint = new KmsEndpoint(options, faults, calls, timeProvider ?? TimeProvider.System);
        app.Map("/v1/{**resource}", endpoint.AnswerAsync);
        MapControls(app, faults, calls);
        await app.StartAsync(cancellationToken);

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new KmsEmulatorServer(app, new Uri(address), endpoint.OperationNames, faults, calls);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => web.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private static void MapControls(WebApplication app, FaultPlan faults, CallLog calls)
    {
        var control = app.MapGroup("/_control");
        control.MapGet("/faults", faults.Pending);
        control.MapPost("/faults", (Fault fault) =>
        {
            faults.Add(fault);
            return Results.NoContent();
        });
        control.MapDelete("/faults", () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
        control.MapGet("/calls", calls.CountAll);
        control.MapDelete("/calls", () =>
        {
            calls.Reset();
            return Results.NoContent();
        });
    }
}
