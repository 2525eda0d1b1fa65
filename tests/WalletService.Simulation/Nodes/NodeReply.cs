namespace WalletService.Simulation.Nodes;

/// <summary>What comes back over HTTP.</summary>
internal sealed record NodeReply(int Status, string Body, TimeSpan? RetryAfter = null)
{
    public static NodeReply Result(string json) => new(200, $$"""{"jsonrpc":"2.0","id":1,"result":{{json}}}""");

    /// <summary>A result of the shape <c>{context, value}</c>.</summary>
    public static NodeReply InContext(ulong slot, string json) => Result($$"""{"context":{"slot":{{slot}}},"value":{{json}}}""");

    public static NodeReply Error(int code, string message, string data = "null") =>
        new(200, $$"""{"jsonrpc":"2.0","id":1,"error":{"data":{{data}},"code":{{code}},"message":"{{message}}"} }""");
}
