using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Cli.Recovery;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Cli.Tests.Recovery;

/// <summary>A node that says what it is told to say of every address.</summary>
internal sealed class ScriptedNode(string name) : HttpMessageHandler
{
    private const string TokenProgram = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

    /// <summary>In the account of <see cref="TokenAccount"/>.</summary>
    public const string Mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    public const string TokenAccount = "SysvarRent111111111111111111111111111111111";

    public ulong Lamports { get; set; }

    public ulong Tokens { get; set; }

    public ulong Slot { get; set; } = 1_000;

    public string Genesis { get; set; } = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

    public bool IsAway { get; set; }

    public NamedNode Named => new(name, new SolanaRpcClient(new HttpClient(this, disposeHandler: false), new Uri("http://node.example")));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new HttpRequestException("The node is away.");
        }

        var asked = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var reply = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = JsonNode.Parse(asked.GetProperty("id").GetRawText()) };
        if (FloorOf(asked) > Slot)
        {
            reply["error"] = new JsonObject { ["code"] = -32016, ["message"] = "Minimum context slot has not been reached" };
        }
        else
        {
            reply["result"] = Answer(asked.GetProperty("method").GetString()!, asked.TryGetProperty("params", out var parameters) ? parameters : default);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(reply.ToJsonString()) };
    }

    private static ulong FloorOf(JsonElement asked) =>
        asked.TryGetProperty("params", out var parameters)
        && parameters.EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } options
        && options.TryGetProperty("minContextSlot", out var floor)
            ? floor.GetUInt64()
            : 0;

    private JsonNode Answer(string method, JsonElement parameters) => method switch
    {
        "getGenesisHash" => Genesis,
        "getSlot" => Slot,
        "getBalance" => InContext(Lamports),
        "getTokenAccountsByOwner" => InContext(
            Tokens > 0 && parameters[1].GetProperty("programId").GetString() == TokenProgram ? new JsonArray(Account(parameters[0].GetString()!)) : new JsonArray()),
        _ => throw new InvalidOperationException($"The node is not asked for {method}."),
    };

    private JsonObject InContext(JsonNode value) => new() { ["context"] = new JsonObject { ["slot"] = Slot }, ["value"] = value };

    private JsonObject Account(string owner)
    {
        var data = new byte[165];
        Address.Parse(Mint).Span.CopyTo(data);
        Address.Parse(owner).Span.CopyTo(data.AsSpan(32));
        BitConverter.TryWriteBytes(data.AsSpan(64), Tokens);
        data[108] = 1;
        return new JsonObject
        {
            ["pubkey"] = TokenAccount,
            ["account"] = new JsonObject
            {
                ["lamports"] = 2_039_280,
                ["owner"] = TokenProgram,
                ["data"] = new JsonArray(Convert.ToBase64String(data), "base64"),
                ["executable"] = false,
                ["rentEpoch"] = 0,
                ["space"] = 165,
            },
        };
    }
}
