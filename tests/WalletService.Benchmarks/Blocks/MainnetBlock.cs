using System.Buffers;
using System.Text.Json;
using WalletService.Solana;

namespace WalletService.Benchmarks.Blocks;

/// <summary>
/// Answers to <c>getBlock</c> of the size and shape of mainnet's, made up: 1,500 transactions of which two thirds are votes; the others
/// have 20 to 30 accounts and some token balances.
/// </summary>
internal sealed class MainnetBlock(Random random)
{
    public const int Transactions = 1_500;
    private const int Addresses = 20_000;

    private static readonly string[] Programs =
        ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];

    private readonly string[] pool = [.. Enumerable.Range(0, Addresses).Select(_ => NewText(random, Address.Length))];

    /// <param name="touched">Addresses that a payment each is made to.</param>
    public byte[] Make(ulong slot, IReadOnlyList<string> touched)
    {
        var buffer = new ArrayBufferWriter<byte>(6 * 1024 * 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteStartObject("result");
        json.WriteNumber("blockHeight", slot - 1_000);
        json.WriteNumber("blockTime", 1_790_000_000);
        json.WriteString("blockhash", NewText(random, Blockhash.Length));
        json.WriteNumber("parentSlot", slot - 1);
        json.WriteString("previousBlockhash", NewText(random, Blockhash.Length));
        json.WriteStartArray("transactions");
        for (var number = 0; number < Transactions; number++)
        {
            var isVote = number % 3 != 0;
            var accounts = isVote ? 3 : random.Next(20, 31);
            string[] keys = random.GetItems(pool, accounts);
            if (!isVote && number / 3 < touched.Count)
            {
                keys[1] = touched[number / 3];
            }

            WriteTransaction(json, keys, tokens: isVote ? 0 : random.Next(2, 8));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("id", 1);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteTransaction(Utf8JsonWriter json, string[] keys, int tokens)
    {
        json.WriteStartObject();
        json.WriteStartObject("meta");
        json.WriteNull("err");
        json.WriteNumber("fee", 5_000);
        WriteBalances(json, "postBalances", keys.Length);
        WriteTokens(json, "postTokenBalances", tokens);
        WriteBalances(json, "preBalances", keys.Length);
        WriteTokens(json, "preTokenBalances", tokens);
        json.WriteStartObject("status");
        json.WriteNull("Ok");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("transaction");
        json.WriteStartArray("accountKeys");
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("pubkey", key);
            json.WriteBoolean("signer", value: false);
            json.WriteString("source", "transaction");
            json.WriteBoolean("writable", value: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("signatures");
        json.WriteStringValue(NewText(random, Signature.Length));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("version", "legacy");
        json.WriteEndObject();
    }

    private void WriteBalances(Utf8JsonWriter json, string name, int count)
    {
        json.WriteStartArray(name);
        for (var left = count; left > 0; left--)
        {
            json.WriteNumberValue(random.NextInt64(1_000_000, 100_000_000_000));
        }

        json.WriteEndArray();
    }

    private void WriteTokens(Utf8JsonWriter json, string name, int count)
    {
        json.WriteStartArray(name);
        for (var index = 0; index < count; index++)
        {
            json.WriteStartObject();
            json.WriteNumber("accountIndex", index);
            json.WriteString("mint", random.GetItems(pool, 1)[0]);
            json.WriteString("owner", random.GetItems(pool, 1)[0]);
            json.WriteString("programId", Programs[index % Programs.Length]);
            json.WriteStartObject("uiTokenAmount");
            json.WriteString("amount", "123456789");
            json.WriteNumber("decimals", 6);
            json.WriteNumber("uiAmount", 123.456789);
            json.WriteString("uiAmountString", "123.456789");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static string NewText(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return Base58.Encode(bytes);
    }
}
