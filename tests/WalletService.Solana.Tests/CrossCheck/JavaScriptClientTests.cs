using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Solana.Messages;
using WalletService.Solana.Tests.Messages;
using WalletService.Solana.Transactions;

namespace WalletService.Solana.Tests.CrossCheck;

/// <summary>Our bytes and those of @solana/kit and @solana/web3.js are the same, in both directions.</summary>
public sealed class JavaScriptClientTests
{
    private const int Cases = 300;
    private const int Seed = 20261121;

    [Fact]
    public async Task Both_clients_read_what_we_write_and_write_it_back_to_the_byte()
    {
        var transactions = Messages().Select(SignWithRandomBytes).ToList();
        var answers = await NodeProcess.AskAsync([.. transactions.Select(transaction =>
            Line(new JsonObject { ["kind"] = "read", ["transaction"] = Convert.ToBase64String(transaction.Serialize()) }))]);
        for (var i = 0; i < transactions.Count; i++)
        {
            var (ours, theirs) = (transactions[i], answers[i]);
            Assert.False(theirs.TryGetProperty("error", out var error), $"case {i}: {error}");
            Assert.Equal(ours.Serialize(), theirs.GetProperty("kit").GetBytesFromBase64());
            Assert.Equal(ours.MessageBytes.ToArray(), theirs.GetProperty("kitMessage").GetBytesFromBase64());
            Assert.Equal(ours.RequiredSigners.Select(signer => signer.ToString()), Texts(theirs, "signers"));
            Assert.Equal(ours.Message.Addresses.Select(address => address.ToString()), Texts(theirs, "addresses"));
            Assert.Equal(ours.Message.Blockhash.ToString(), theirs.GetProperty("blockhash").GetString());
            if (ours.Message.Version != MessageVersion.V1)
            {
                Assert.Equal(ours.Serialize(), theirs.GetProperty("web3").GetBytesFromBase64());
                Assert.Equal(ours.MessageBytes.ToArray(), theirs.GetProperty("web3Message").GetBytesFromBase64());
            }
        }
    }

    [Fact]
    public async Task We_compile_the_same_bytes_as_both_clients()
    {
        var random = new RandomMessages(Seed);
        var expected = new List<Message>();
        var lines = new List<string>();
        for (var i = 0; i < Cases; i++)
        {
            var (feePayer, instructions, tables) = random.Next();
            var blockhash = random.Blockhash();
            var isLegacy = i % 2 == 0;
            expected.Add(isLegacy
                ? MessageCompiler.CompileLegacy(feePayer, instructions, blockhash)
                : MessageCompiler.CompileV0(feePayer, instructions, blockhash, tables));
            lines.Add(Line(Describe(isLegacy ? "legacy" : "0", feePayer, instructions, blockhash, tables)));
        }

        var answers = await NodeProcess.AskAsync(lines);
        for (var i = 0; i < Cases; i++)
        {
            var theirs = answers[i];
            Assert.False(theirs.TryGetProperty("error", out var error), $"case {i}: {error}");
            var ours = Convert.ToHexStringLower(Transaction.Create(expected[i]).Serialize());
            Assert.Equal(ours, Convert.ToHexStringLower(theirs.GetProperty("kit").GetBytesFromBase64()));
            if (expected[i].Version == MessageVersion.Legacy)
            {
                Assert.Equal(ours, Convert.ToHexStringLower(theirs.GetProperty("web3").GetBytesFromBase64()));
            }

            Assert.Equal(ours, Convert.ToHexStringLower(Transaction.Parse(theirs.GetProperty("kit").GetBytesFromBase64()).Serialize()));
        }
    }

    [Fact]
    public async Task We_read_the_v1_transactions_that_kit_writes_and_write_them_back_to_the_byte()
    {
        var random = new RandomMessages(Seed + 1);
        var cases = Enumerable.Range(0, Cases).Select(i =>
        {
            var (feePayer, instructions, _) = random.Next();
            var request = Describe("1", feePayer, instructions, random.Blockhash(), []);
            var configuration = new JsonObject { ["priorityFeeLamports"] = "18446744073709551615" };
            AddIf(configuration, "computeUnitLimit", 450u + (uint)i, i % 2 == 0);
            AddIf(configuration, "loadedAccountsDataSizeLimit", 65536u + (uint)i, i % 3 == 0);
            AddIf(configuration, "heapSize", 32u * 1024 * (1 + ((uint)i % 8)), i % 5 == 0);
            request["config"] = configuration;
            return (FeePayer: feePayer, Configuration: configuration, Line: Line(request));
        }).ToList();

        var answers = await NodeProcess.AskAsync([.. cases.Select(item => item.Line)]);
        for (var i = 0; i < Cases; i++)
        {
            Assert.False(answers[i].TryGetProperty("error", out var error), $"case {i}: {error}");
            var bytes = answers[i].GetProperty("kit").GetBytesFromBase64();
            var transaction = Transaction.Parse(bytes);
            Assert.Equal(bytes, transaction.Serialize());
            Assert.Equal(transaction.MessageBytes.ToArray(), transaction.Message.Serialize());
            Assert.Equal(MessageVersion.V1, transaction.Message.Version);
            Assert.Equal(cases[i].FeePayer, transaction.Message.FeePayer);
            var configuration = transaction.Message.Configuration!;
            Assert.Equal(ulong.MaxValue, configuration.PriorityFeeLamports);
            Assert.Equal((uint?)cases[i].Configuration["computeUnitLimit"], configuration.ComputeUnitLimit);
            Assert.Equal((uint?)cases[i].Configuration["loadedAccountsDataSizeLimit"], configuration.LoadedAccountsDataSizeLimit);
            Assert.Equal((uint?)cases[i].Configuration["heapSize"], configuration.HeapSize);
        }
    }

    private static IEnumerable<Message> Messages()
    {
        var random = new RandomMessages(Seed + 2);
        for (var i = 0; i < Cases; i++)
        {
            var (feePayer, instructions, tables) = random.Next();
            yield return i % 2 == 0
                ? MessageCompiler.CompileLegacy(feePayer, instructions, random.Blockhash())
                : MessageCompiler.CompileV0(feePayer, instructions, random.Blockhash(), tables);
        }

        yield return Message.Parse(Convert.FromHexString(TransferVectors.V1));
    }

    private static Transaction SignWithRandomBytes(Message message)
    {
        var random = new RandomMessages(message.Bytes.Length);
        return Enumerable.Range(0, message.Header.RequiredSignatures).Aggregate(
            Transaction.Create(message), (transaction, index) => transaction.WithSignature(index, Signature.FromBytes(random.Bytes(64))));
    }

    private static JsonObject Describe(
        string version, Address feePayer, IReadOnlyList<Instruction> instructions, Blockhash blockhash, IReadOnlyList<LookupTable> tables) =>
        new()
        {
            ["kind"] = "write",
            ["version"] = version,
            ["feePayer"] = feePayer.ToString(),
            ["blockhash"] = blockhash.ToString(),
            ["instructions"] = new JsonArray([.. instructions.Select(instruction => new JsonObject
            {
                ["program"] = instruction.ProgramId.ToString(),
                ["data"] = Convert.ToBase64String(instruction.Data.Span),
                ["accounts"] = new JsonArray([.. instruction.Accounts.Select(account => new JsonObject
                {
                    ["address"] = account.Address.ToString(),
                    ["signer"] = account.IsSigner,
                    ["writable"] = account.IsWritable,
                })]),
            })]),
            ["tables"] = new JsonObject(tables.Select(table => KeyValuePair.Create(
                table.Address.ToString(),
                (JsonNode?)new JsonArray([.. table.Addresses.Select(address => JsonValue.Create(address.ToString()))])))),
        };

    private static void AddIf(JsonObject target, string name, uint value, bool condition)
    {
        if (condition)
        {
            target[name] = value;
        }
    }

    private static string Line(JsonObject request) => request.ToJsonString();

    private static IEnumerable<string?> Texts(JsonElement answer, string property) =>
        answer.GetProperty(property).EnumerateArray().Select(item => item.GetString());
}
