using System.Text.Json;

namespace WalletService.Chaos.Oracle;

/// <summary>A transaction in a finalized block.</summary>
public sealed record ChainTransaction
{
    public required string Signature { get; init; }

    public required ulong Slot { get; init; }

    /// <summary>The runtime's error; null when it succeeded.</summary>
    public string? Error { get; init; }

    public required string FeePayer { get; init; }

    public required ulong Fee { get; init; }

    /// <summary>Transfers of the System program, in order.</summary>
    public required IReadOnlyList<ChainTransfer> Transfers { get; init; }

    /// <summary>Transfers of the token programs, in order.</summary>
    public IReadOnlyList<ChainTokenTransfer> TokenTransfers { get; init; } = [];

    /// <summary>What each token account held before and after.</summary>
    public IReadOnlyList<ChainTokenBalance> TokenBalances { get; init; } = [];

    public string? Memo { get; init; }

    /// <summary>What each account held before and after.</summary>
    public required IReadOnlyList<ChainBalance> Balances { get; init; }

    public bool Succeeded => Error is null;

    /// <summary>Reads a transaction of <c>getBlock</c> with encoding <c>jsonParsed</c>.</summary>
    public static ChainTransaction Parse(JsonElement entry, ulong slot)
    {
        var meta = entry.GetProperty("meta");
        var body = entry.GetProperty("transaction");
        var message = body.GetProperty("message");
        var addresses = message.GetProperty("accountKeys").EnumerateArray().Select(key => key.GetProperty("pubkey").GetString()!).ToArray();
        var before = Lamports(meta, "preBalances");
        var after = Lamports(meta, "postBalances");
        var instructions = message.GetProperty("instructions").EnumerateArray().ToArray();
        var error = meta.GetProperty("err");
        return new ChainTransaction
        {
            Signature = body.GetProperty("signatures")[0].GetString()!,
            Slot = slot,
            Error = error.ValueKind == JsonValueKind.Null ? null : error.GetRawText(),
            FeePayer = addresses[0],
            Fee = meta.GetProperty("fee").GetUInt64(),
            Transfers = [.. instructions.Where(instruction => IsOf(instruction, "system")).Select(ToTransfer).OfType<ChainTransfer>()],
            TokenTransfers = ChainTokens.ReadTransfers(instructions),
            TokenBalances = ChainTokens.ReadBalances(meta, addresses),
            Memo = instructions.Where(instruction => IsOf(instruction, "spl-memo"))
                .Select(instruction => instruction.GetProperty("parsed").GetString()).FirstOrDefault(),
            Balances = [.. addresses.Select((address, index) => new ChainBalance(address, before[index], after[index]))],
        };
    }

    private static bool IsOf(JsonElement instruction, string program) =>
        instruction.TryGetProperty("program", out var name) && name.GetString() == program;

    private static ChainTransfer? ToTransfer(JsonElement instruction)
    {
        var parsed = instruction.GetProperty("parsed");
        if (parsed.GetProperty("type").GetString() != "transfer")
        {
            return null;
        }

        var info = parsed.GetProperty("info");
        return new ChainTransfer(
            info.GetProperty("source").GetString()!, info.GetProperty("destination").GetString()!, info.GetProperty("lamports").GetUInt64());
    }

    private static ulong[] Lamports(JsonElement meta, string name) =>
        [.. meta.GetProperty(name).EnumerateArray().Select(balance => balance.GetUInt64())];
}

/// <summary>A movement of lamports.</summary>
public sealed record ChainTransfer(string Source, string Destination, ulong Lamports);

/// <summary>What an account held around a transaction.</summary>
public sealed record ChainBalance(string Address, ulong Before, ulong After);
