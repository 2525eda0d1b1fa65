using System.Text.Json;

namespace WalletService.Simulation.Nodes;

/// <summary>One JSON-RPC request, decoded.</summary>
internal sealed class NodeRequest
{
    private readonly JsonElement parameters;
    private readonly JsonElement configuration;

    public NodeRequest(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement.Clone();
        Method = root.GetProperty("method").GetString()!;
        parameters = root.TryGetProperty("params", out var given) ? given : default;
        var last = parameters.ValueKind == JsonValueKind.Array && parameters.GetArrayLength() > 0 ? parameters[parameters.GetArrayLength() - 1] : default;
        configuration = last.ValueKind == JsonValueKind.Object ? last : default;
    }

    public string Method { get; }

    /// <summary>A node's own default is finalized.</summary>
    public string Commitment => Option("commitment")?.GetString() ?? "finalized";

    public string PreflightCommitment => Option("preflightCommitment")?.GetString() ?? "finalized";

    public bool SkipsPreflight => Option("skipPreflight")?.GetBoolean() ?? false;

    public bool SearchesHistory => Option("searchTransactionHistory")?.GetBoolean() ?? false;

    public ulong? MinContextSlot => Option("minContextSlot")?.GetUInt64();

    public string Text => parameters[0].GetString()!;

    public ulong Slot => parameters[0].GetUInt64();

    public byte[] Bytes => parameters[0].GetBytesFromBase64();

    public IReadOnlyList<string> Texts => [.. parameters[0].EnumerateArray().Select(element => element.GetString()!)];

    private JsonElement? Option(string name) =>
        configuration.ValueKind == JsonValueKind.Object && configuration.TryGetProperty(name, out var value) ? value : null;
}
