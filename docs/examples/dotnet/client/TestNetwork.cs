using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;

namespace WalletService.Examples.Client;

/// <summary>The little of Solana's JSON-RPC that the example needs. Libraries do this for you.</summary>
internal sealed class TestNetwork(Uri rpcUrl)
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int AddressBytes = 32;

    private static readonly HttpClient Http = new();

    public async Task AirdropAsync(string address, ulong lamports) => await AskAsync("requestAirdrop", address, lamports);

    /// <summary>A transaction that pays 1 lamport, by hand: one empty signature slot and a legacy message.</summary>
    public async Task<byte[]> UnsignedPaymentAsync(string source, string recipient)
    {
        var blockhash = (await AskAsync("getLatestBlockhash")).GetProperty("value").GetProperty("blockhash").GetString()!;
        byte[] instruction = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(instruction, 2);
        BinaryPrimitives.WriteUInt64LittleEndian(instruction.AsSpan(4), 1);
        return
        [
            1, .. new byte[64],
            1, 0, 1, 3, .. Decode(source), .. Decode(recipient), .. new byte[AddressBytes], .. Decode(blockhash),
            1, 2, 2, 0, 1, (byte)instruction.Length, .. instruction,
        ];
    }

    private static byte[] Decode(string base58)
    {
        var value = base58.Aggregate(BigInteger.Zero, (sum, digit) => (sum * Alphabet.Length) + Alphabet.IndexOf(digit, StringComparison.Ordinal));
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[AddressBytes - bytes.Length], .. bytes];
    }

    private async Task<JsonElement> AskAsync(string method, params object[] parameters)
    {
        using var answer = await Http.PostAsJsonAsync(rpcUrl, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {body}");
    }
}
