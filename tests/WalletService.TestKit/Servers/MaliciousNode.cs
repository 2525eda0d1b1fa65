using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WalletService.TestKit.Servers;

/// <summary>
/// A Solana node that somebody else has taken over: passes requests on to a true one, and lies as told. It has no WebSocket, and the
/// service needs none.
/// </summary>
public sealed class MaliciousNode : IAsyncDisposable
{
    private static readonly NodeLie Truth = new("the truth");

    private readonly ConcurrentDictionary<string, int> told = new();
    private readonly HttpClient http = new();
    private readonly WebApplication server;
    private readonly Uri behind;
    private volatile NodeLie lie = Truth;

    private MaliciousNode(WebApplication server, Uri behind)
    {
        this.server = server;
        this.behind = behind;
    }

    /// <summary>Its JSON-RPC address.</summary>
    public Uri RpcUrl => new(server.Urls.First());

    /// <summary>Starts one that tells the truth until told otherwise.</summary>
    /// <param name="behind">The node that it asks.</param>
    public static async Task<MaliciousNode> StartAsync(Uri behind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var node = new MaliciousNode(builder.Build(), behind);
        node.server.MapPost("/", node.AnswerAsync);
        await node.server.StartAsync();
        return node;
    }

    /// <summary>From now on.</summary>
    public void Lie(NodeLie with)
    {
        told.Clear();
        lie = with;
    }

    /// <summary>From now on.</summary>
    public void TellTheTruth() => lie = Truth;

    /// <summary>How often it has lied in answer to a method since it was told what to lie.</summary>
    public int LiesAbout(string method) => told.GetValueOrDefault(method);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var question = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var method = question["method"]!.GetValue<string>();
        context.Response.ContentType = "application/json";
        if (lie.Shout(method) is { } shout)
        {
            Count(method);
            await ShoutAsync(shout, context);
            return;
        }

        var reply = await ReplyAsync(question, method, context.RequestAborted);
        await context.Response.WriteAsync(reply.ToJsonString(), context.RequestAborted);
    }

    private async Task<JsonObject> ReplyAsync(JsonObject question, string method, CancellationToken cancellationToken)
    {
        var parameters = question["params"] as JsonArray ?? [];
        if (lie.Invent(method, parameters) is { } invented)
        {
            Count(method);
            return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = question["id"]?.DeepClone(), ["result"] = invented };
        }

        using var content = new StringContent(question.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(behind, content, cancellationToken);
        var reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        if (lie.Forge(method, parameters, reply))
        {
            Count(method);
        }

        return reply;
    }

    private static async Task ShoutAsync(Func<Stream, CancellationToken, Task> shout, HttpContext context)
    {
        try
        {
            await shout(context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Whoever asked has heard enough.
        }
    }

    private void Count(string method) => told.AddOrUpdate(method, 1, (_, count) => count + 1);
}
