using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Solana.Tests.Rpc;

public sealed class BlockScanTests
{
    private const string Watched = "B8UwBUUnKwCyKuGMbFKWaG7exYdDk2ozZrPg72NyVbfj";
    private const string Other = "EzrmgRNGN9duiDAk3ABSC8eKhd1b2EUFwXVrYZDJw4hQ";
    private const string Mint = "3RPRXBsdwyHhs2UnTWXoHp6Frwv4eWEbA55qCzbs9nxK";
    private const string Hash = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    private const string ParentHash = "4ruaGCyaofHWGxPFXFVjuEJCdfBGZ2wCtEx6LzdzVqtV";
    private const string Id = "4VJzwcTeivBGXoEYVHnqvVJnrVuRaKpwjhwiNWCVSRujwX6K2vmiK5BzCzHQRLJDGg37zZrGa9M1wLWKkw5GRbYB";

    [Fact]
    public async Task Keeps_the_transactions_that_mention_a_watched_address_in_their_order()
    {
        var block = await ScanAsync(Reply(Transaction([Other]), Transaction([Other, Watched]), Transaction([Other], Watched), Transaction([Mint])));

        Assert.Equal((4, 2), (block!.TransactionCount, block.Transactions.Count));
        Assert.Equal([Other, Watched], block.Transactions[0].Transaction.AccountKeys.Select(account => account.Address.ToString()));
        Assert.Equal(Watched, Assert.Single(block.Transactions[1].Meta!.PostTokenBalances!).Owner!.ToString());
        Assert.Equal((Hash, ParentHash, 41UL, 1_700_000_000L), (block.Blockhash.ToString(), block.PreviousBlockhash.ToString(), block.ParentSlot, block.BlockTime));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Reads_the_same_however_the_answer_is_cut(int piece)
    {
        var whole = Reply([.. Enumerable.Range(0, 20).Select(number => Transaction(number % 3 == 0 ? [Other, Watched] : [Other, Mint]))]);

        var block = await ScanAsync(whole, piece);

        Assert.Equal((20, 7), (block!.TransactionCount, block.Transactions.Count));
    }

    [Fact]
    public async Task Is_null_when_the_node_has_no_such_block() => Assert.Null(await ScanAsync("""{"jsonrpc":"2.0","result":null,"id":1}"""));

    [Fact]
    public async Task Tells_the_error_of_the_node()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(
            () => ScanAsync("""{"jsonrpc":"2.0","error":{"code":-32007,"message":"Slot 42 was skipped","data":{"code":1}},"id":1}"""));

        Assert.Equal(RpcErrorCode.SlotSkipped, refusal.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"result":{}}""")]
    [InlineData("""{"result":{"blockhash":"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM","previousBlockhash":"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM","parentSlot":1}}""")]
    [InlineData("""{"result":{"blockhash":"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM","transactions":[]}}""")]
    public async Task Takes_nothing_else_for_a_block(string reply) =>
        await Assert.ThrowsAsync<RpcTransportException>(() => ScanAsync(reply));

    [Fact]
    public async Task Takes_no_block_that_breaks_off()
    {
        var whole = Reply(Transaction([Other, Watched]));
        for (var length = 0; length < whole.Length; length += 11)
        {
            await Assert.ThrowsAsync<RpcTransportException>(() => ScanAsync(whole[..length]));
        }
    }

    [Fact]
    public async Task Takes_no_block_whose_transactions_have_lost_what_they_did()
    {
        var transaction = Transaction([Other]);
        transaction["meta"] = null;

        await Assert.ThrowsAsync<RpcTransportException>(() => ScanAsync(Reply(transaction)));
    }

    [Fact]
    public async Task Takes_no_block_whose_balances_do_not_fit_its_accounts()
    {
        var transaction = Transaction([Other, Watched]);
        transaction["meta"]!["preBalances"]!.AsArray().RemoveAt(0);

        await Assert.ThrowsAsync<RpcTransportException>(() => ScanAsync(Reply(transaction)));
    }

    private static JsonObject Transaction(string[] accounts, string? tokenOwner = null) => new()
    {
        ["meta"] = new JsonObject
        {
            ["err"] = null,
            ["status"] = new JsonObject { ["Ok"] = null },
            ["fee"] = 5_000,
            ["preBalances"] = new JsonArray([.. accounts.Select(_ => JsonValue.Create(10))]),
            ["postBalances"] = new JsonArray([.. accounts.Select(_ => JsonValue.Create(20))]),
            ["preTokenBalances"] = new JsonArray(),
            ["postTokenBalances"] = tokenOwner is null ? [] : new JsonArray(new JsonObject
            {
                ["accountIndex"] = 0,
                ["mint"] = Mint,
                ["owner"] = tokenOwner,
                ["programId"] = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
                ["uiTokenAmount"] = new JsonObject { ["amount"] = "7", ["decimals"] = 6, ["uiAmount"] = 0.000007, ["uiAmountString"] = "0.000007" },
            }),
        },
        ["transaction"] = new JsonObject
        {
            ["accountKeys"] = new JsonArray([.. accounts.Select(account =>
                new JsonObject { ["pubkey"] = account, ["signer"] = false, ["source"] = "transaction", ["writable"] = true })]),
            ["signatures"] = new JsonArray(Id),
        },
        ["version"] = "legacy",
    };

    private static string Reply(params JsonObject[] transactions) => JsonSerializer.Serialize(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["result"] = new JsonObject
        {
            ["blockHeight"] = 40,
            ["blockTime"] = 1_700_000_000,
            ["blockhash"] = Hash,
            ["parentSlot"] = 41,
            ["previousBlockhash"] = ParentHash,
            ["rewards"] = new JsonArray(new JsonObject { ["pubkey"] = Watched, ["transactions"] = new JsonArray() }),
            ["transactions"] = new JsonArray([.. transactions]),
        },
        ["id"] = 1,
    });

    private static async Task<ScannedBlock?> ScanAsync(string reply, int piece = 64 * 1024)
    {
        using var http = new HttpClient(new PiecewiseNode(System.Text.Encoding.UTF8.GetBytes(reply), piece));
        return await new SolanaRpcClient(http, new Uri("http://node.invalid")).ScanBlockAsync(42, Commitment.Finalized, new OneAddress(Watched));
    }

    private sealed class OneAddress(string address) : IAddressFilter
    {
        private readonly byte[] wanted = System.Text.Encoding.ASCII.GetBytes(address);

        public bool MayContain(ReadOnlySpan<byte> text) => text.SequenceEqual(wanted);
    }

    /// <summary>Answers every request with the same bytes, a few at a time.</summary>
    private sealed class PiecewiseNode(byte[] answer, int piece) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new PiecewiseStream(answer, piece)) });
    }

    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
