using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using WalletService.Solana.Rpc;

namespace WalletService.Solana.Tests.Rpc;

/// <summary>What the client makes of everything that is not an answer.</summary>
public sealed class RpcErrorTests
{
    [Fact]
    public async Task Keeps_the_code_message_and_data_of_an_error()
    {
        var node = FakeNode.WithError("""{"code":-32602,"message":"Invalid param: WrongSize","data":{"more":[1]}}""");
        var exception = await Assert.ThrowsAsync<RpcException>(() => node.CreateClient().GetSlotAsync(Commitment.Confirmed));
        Assert.Equal(RpcErrorCode.InvalidParams, exception.Code);
        Assert.Equal("Invalid param: WrongSize", exception.NodeMessage);
        Assert.Equal("""{"more":[1]}""", exception.ErrorData!.Value.GetRawText());
        Assert.Null(exception.PreflightFailure);
        Assert.Null(exception.SlotsBehind);
        Assert.Null(exception.ContextSlot);
    }

    [Fact]
    public async Task Reads_why_preflight_failed()
    {
        var node = FakeNode.WithError(
            """{"code":-32002,"message":"Transaction simulation failed: This transaction has already been processed","data":{"err":"AlreadyProcessed","logs":["a","b"],"unitsConsumed":150,"accounts":null,"returnData":null}}""");
        var exception = await Assert.ThrowsAsync<RpcException>(() => node.CreateClient().SendTransactionAsync(new byte[1]));
        var failure = exception.PreflightFailure;
        Assert.NotNull(failure);
        Assert.True(failure.Error!.IsAlreadyProcessed);
        Assert.Equal(["a", "b"], failure.Logs);
        Assert.Equal(150UL, failure.UnitsConsumed);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("""{"logs":5}""")]
    [InlineData("""{"logs":[null]}""")]
    public async Task Gives_no_preflight_failure_for_data_of_another_shape(string data)
    {
        var node = FakeNode.WithError($$"""{"code":-32002,"message":"m","data":{{data}}}""");
        var exception = await Assert.ThrowsAsync<RpcException>(() => node.CreateClient().SendTransactionAsync(new byte[1]));
        Assert.Null(exception.PreflightFailure);
    }

    [Fact]
    public async Task Reads_the_slot_that_a_lagging_node_has_reached()
    {
        var node = FakeNode.WithError("""{"code":-32016,"message":"Minimum context slot has not been reached","data":{"contextSlot":41}}""");
        var exception = await Assert.ThrowsAsync<RpcException>(() => node.CreateClient().GetBlockHeightAsync(Commitment.Finalized, 42));
        Assert.Equal(41UL, exception.ContextSlot);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Tells_how_long_a_provider_asks_to_wait(HttpStatusCode status)
    {
        var node = Unavailable(status, new RetryConditionHeaderValue(TimeSpan.FromSeconds(3)));
        var exception = await Assert.ThrowsAsync<RpcUnavailableException>(() => node.CreateClient().GetSlotAsync(Commitment.Confirmed));
        Assert.Equal(TimeSpan.FromSeconds(3), exception.RetryAfter);

        var silent = Unavailable(status, retryAfter: null);
        exception = await Assert.ThrowsAsync<RpcUnavailableException>(() => silent.CreateClient().GetSlotAsync(Commitment.Confirmed));
        Assert.Null(exception.RetryAfter);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public async Task Counts_the_wait_until_a_date_and_never_below_zero(int secondsAhead, int expectedSeconds)
    {
        var now = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        var node = Unavailable(HttpStatusCode.TooManyRequests, new RetryConditionHeaderValue(now.AddSeconds(secondsAhead)));
        var exception = await Assert.ThrowsAsync<RpcUnavailableException>(() =>
            node.CreateClient(new FixedTime(now)).GetSlotAsync(Commitment.Confirmed));
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), exception.RetryAfter);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(-32429)]
    public async Task Knows_too_many_requests_in_the_body_of_a_200(int code)
    {
        var node = FakeNode.WithError($$"""{"code":{{code}},"message":"slow down"}""");
        await Assert.ThrowsAsync<RpcUnavailableException>(() => node.CreateClient().GetSlotAsync(Commitment.Confirmed));
    }

    [Fact]
    public async Task Reads_an_error_that_comes_with_an_http_error()
    {
        var node = FakeNode.WithBody(
            """{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"bad"}}""", HttpStatusCode.BadRequest);
        await Assert.ThrowsAsync<RpcException>(() => node.CreateClient().GetSlotAsync(Commitment.Confirmed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":12""")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"12"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":-1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":1.5}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":18446744073709551616}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"a":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":"no"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"message":"no code"}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Refuses_a_reply_that_is_not_json_rpc(string body)
    {
        var node = FakeNode.WithBody(body);
        var exception = await Assert.ThrowsAsync<RpcTransportException>(() => node.CreateClient().GetSlotAsync(Commitment.Confirmed));
        Assert.True(exception.RequestMayHaveBeenSent);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, true)]
    [InlineData(HttpStatusCode.GatewayTimeout, true)]
    [InlineData(HttpStatusCode.RequestTimeout, true)]
    [InlineData(HttpStatusCode.Forbidden, false)]
    [InlineData(HttpStatusCode.MovedPermanently, false)]
    public async Task Says_whether_a_request_may_have_run_behind_an_http_error(HttpStatusCode status, bool mayHaveRun)
    {
        var node = FakeNode.WithBody("<html></html>", status, "text/html");
        var exception = await Assert.ThrowsAsync<RpcTransportException>(() => node.CreateClient().SendTransactionAsync(new byte[1]));
        Assert.Equal(status, exception.StatusCode);
        Assert.Equal(mayHaveRun, exception.RequestMayHaveBeenSent);
        Assert.DoesNotContain("secret-key", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stops_reading_a_reply_that_is_too_long(bool announced)
    {
        var body = "\"" + new string('x', 100_000) + "\"";
        var node = new FakeNode(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = announced ? new StringContent(body) : new StreamContent(new UnseekableStream(System.Text.Encoding.UTF8.GetBytes(body))),
        });
        var exception = await Assert.ThrowsAsync<RpcTransportException>(() =>
            node.CreateClient(maxResponseBytes: 50_000).GetGenesisHashAsync());
        Assert.Contains("longer than 50000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knows_that_nothing_was_sent_when_no_connection_came_about()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var http = new HttpClient(SolanaRpcClient.CreateHandler());
        var client = new SolanaRpcClient(http, new Uri($"http://127.0.0.1:{port}/"));
        var exception = await Assert.ThrowsAsync<RpcTransportException>(() => client.SendTransactionAsync(new byte[1]));
        Assert.False(exception.RequestMayHaveBeenSent);
    }

    [Fact]
    public async Task Knows_that_a_request_may_have_been_sent_when_the_connection_broke()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = CloseAfterFirstBytesAsync(listener);
        using var http = new HttpClient(SolanaRpcClient.CreateHandler());
        var client = new SolanaRpcClient(http, new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        var exception = await Assert.ThrowsAsync<RpcTransportException>(() => client.SendTransactionAsync(new byte[1]));
        Assert.True(exception.RequestMayHaveBeenSent);
        await closing;
    }

    [Fact]
    public async Task Tells_its_own_time_out_from_the_callers_cancellation()
    {
        var endpoint = new Uri("http://node.test/");
        using var impatient = new HttpClient(new SilentNode()) { Timeout = TimeSpan.FromMilliseconds(500) };
        var timedOut = await Assert.ThrowsAsync<RpcTransportException>(() =>
            new SolanaRpcClient(impatient, endpoint).GetSlotAsync(Commitment.Confirmed));
        Assert.True(timedOut.RequestMayHaveBeenSent);

        using var cancelled = new CancellationTokenSource();
        using var patient = new HttpClient(new SilentNode());
        var call = new SolanaRpcClient(patient, endpoint).GetSlotAsync(Commitment.Confirmed, cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("\"AccountNotFound\"", "AccountNotFound", null, null, null, null)]
    [InlineData("{\"InstructionError\":[1,{\"Custom\":6001}]}", "InstructionError", 1, "Custom", 6001u, null)]
    [InlineData("{\"InstructionError\":[0,\"InvalidAccountData\"]}", "InstructionError", 0, "InvalidAccountData", null, null)]
    [InlineData("{\"InstructionError\":[0,{\"BorshIoError\":\"x\"}]}", "InstructionError", 0, "BorshIoError", null, null)]
    [InlineData("{\"InsufficientFundsForRent\":{\"account_index\":3}}", "InsufficientFundsForRent", null, null, null, 3)]
    [InlineData("{\"DuplicateInstruction\":2}", "DuplicateInstruction", 2, null, null, null)]
    [InlineData("{\"SomethingNew\":[1,2,3]}", "SomethingNew", null, null, null, null)]
    [InlineData("{\"InstructionError\":7}", "InstructionError", null, null, null, null)]
    [InlineData("{}", "Unknown", null, null, null, null)]
    [InlineData("{\"A\":1,\"B\":2}", "Unknown", null, null, null, null)]
    [InlineData("17", "Unknown", null, null, null, null)]
    public void Reads_every_shape_of_transaction_error(
        string json, string kind, int? instruction, string? instructionError, uint? custom, int? account)
    {
        using var document = JsonDocument.Parse(json);
        var expected = new TransactionError
        {
            Kind = kind,
            InstructionIndex = instruction,
            InstructionError = instructionError,
            CustomCode = custom,
            AccountIndex = account,
            RawJson = json,
        };
        Assert.Equal(expected, TransactionError.Read(document.RootElement));
    }

    private static FakeNode Unavailable(HttpStatusCode status, RetryConditionHeaderValue? retryAfter) => new(_ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent("slow down") };
        response.Headers.RetryAfter = retryAfter;
        return response;
    });

    private static async Task CloseAfterFirstBytesAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        Assert.NotEqual(0, await connection.GetStream().ReadAsync(new byte[16]));
    }

    /// <summary>Takes the request and never answers.</summary>
    private sealed class SilentNode : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.LoadIntoBufferAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
