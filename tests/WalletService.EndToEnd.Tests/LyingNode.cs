using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WalletService.EndToEnd.Tests;

/// <summary>A Solana node that knows all that another one knows, and says of every address that it holds no lamports.</summary>
internal sealed class LyingNode : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient honest = new();
    private readonly Uri honestUrl;

    private LyingNode(WebApplication app, Uri honestUrl)
    {
        this.app = app;
        this.honestUrl = honestUrl;
    }

    public string Url => app.Urls.First();

    public static async Task<LyingNode> StartAsync(Uri honestUrl)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var node = new LyingNode(builder.Build(), honestUrl);
        node.app.MapPost("/", node.AnswerAsync);
        await node.app.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        honest.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        using var content = new StringContent(asked.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await honest.PostAsync(honestUrl, content, context.RequestAborted);
        var reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync(context.RequestAborted))!;
        if (asked["method"]!.GetValue<string>() == "getBalance")
        {
            reply["result"]!["value"] = 0;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(reply.ToJsonString(), context.RequestAborted);
    }
}
