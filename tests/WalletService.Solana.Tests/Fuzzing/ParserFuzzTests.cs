using System.Globalization;
using System.Net;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.TransferHooks;
using WalletService.Solana.Rpc;
using WalletService.Solana.Tests.Messages;
using WalletService.Solana.Tests.Programs;
using WalletService.Solana.Tests.Programs.TransferHooks;
using WalletService.Solana.Transactions;

namespace WalletService.Solana.Tests.Fuzzing;

/// <summary>
/// Mutated and random input to everything that reads foreign bytes. Each parser gets an equal part of the inputs, of which there
/// are 20,000 in all, or as many as the environment variable WALLETSERVICE_FUZZ_INPUTS says.
/// </summary>
public sealed class ParserFuzzTests
{
    private const int Seed = 42;
    private const int Parsers = 6;
    private const int DefaultInputs = 20_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    private static int InputsEach =>
        (int.TryParse(Environment.GetEnvironmentVariable("WALLETSERVICE_FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var count)
            ? count
            : DefaultInputs) / Parsers;

    [Fact]
    public Task Reads_transactions_or_refuses_them() => FuzzAsync(
        [.. SomeMessages().Select(message => Transaction.Create(message).Serialize())],
        input =>
        {
            // Whatever is accepted has one form only.
            if (Transaction.TryParse(input, out var transaction))
            {
                Assert.Equal(input, transaction.Serialize());
                Assert.Equal(transaction.MessageBytes.ToArray(), transaction.Message.Serialize());
            }
        });

    [Fact]
    public Task Reads_messages_or_refuses_them() => FuzzAsync(
        [.. SomeMessages().Select(message => message.Serialize())],
        input =>
        {
            if (Message.TryParse(input, out var message))
            {
                Assert.Equal(input, message.Serialize());
            }
        });

    [Fact]
    public Task Reads_token_accounts_or_refuses_them() => FuzzAsync(
        [TokenLayouts.Account(5), TokenLayouts.Extend(TokenLayouts.Account(7), 2, (7, []), (2, new byte[8]), (8, [1]))],
        input => Assert.Equal(TokenAccount.TryParse(input, out var account), account is not null));

    [Fact]
    public Task Reads_mints_or_refuses_them() => FuzzAsync(
        [
            TokenLayouts.Mint(5, 6),
            TokenLayouts.Extend(TokenLayouts.Mint(5, 6), 1, (18, new byte[64]), (19, TokenLayouts.Metadata("Name", "SYM", "https://a.test"))),
            TokenLayouts.Extend(TokenLayouts.Mint(5, 6), 1, (1, new byte[108]), (10, new byte[52]), (14, new byte[64]), (26, new byte[33])),
            TokenLayouts.Extend(TokenLayouts.Mint(5, 6), 1, (6, [1]), (25, new byte[56]), (3, new byte[32]), (9, []), (4, new byte[65])),
        ],
        input =>
        {
            Assert.Equal(Mint.TryParse(input, out var mint), mint is not null && mint.Metadata is not { Name: null });
            if (mint is not null)
            {
                Assert.NotEmpty(UiAmount.Of(mint, ulong.MaxValue, unixTime: 1_800_000_000).Text);
                Assert.True(TokenAccount.LengthFor(TokenProgram.Token2022Id, mint) is null or > TokenAccount.BaseLength);
                Assert.True(mint.Known.TransferFee?.At(7).FeeOf(1_000) is null or <= 1_000);
            }
        });

    [Fact]
    public Task Finds_the_accounts_of_a_transfer_hook_or_refuses() => FuzzAsync(
        [TransferHookMetas.Of(
            TransferHookMetas.Entry(0, TestKeys.Address1.Span, isWritable: true),
            TransferHookMetas.Entry(1, [1, 3, 1, 2, 3, 2, 8, 8, 3, 5, 4, 0, 0, 32]),
            TransferHookMetas.Entry(2, [2, 0, 32]),
            TransferHookMetas.Entry(133, [3, 4]))],
        input =>
        {
            var call = new TransferHookCall(
                TestKeys.Address1, TestKeys.Address2, TestKeys.Address3, TestKeys.Address1, TestKeys.Address2, Amount: 7);
            var finding = TransferHookAccounts.FindAsync(
                call, (_, _) => Task.FromResult<ReadOnlyMemory<byte>?>(input), CancellationToken.None);
            Assert.True(finding.IsCompleted);
            Assert.True(finding.Exception?.InnerException is null or TransferHookException, finding.Exception?.ToString());
        });

    [Fact]
    public async Task Reads_replies_of_a_node_or_refuses_them()
    {
        var node = new ReplyingNode();
        using var http = new HttpClient(node);
        var client = new SolanaRpcClient(http, new Uri("http://node.test/"));
        foreach (var (corpus, call) in RpcReplies.All)
        {
            var mutator = new Mutator(Seed);
            for (var i = 0; i < Math.Max(1, InputsEach / RpcReplies.All.Count); i++)
            {
                node.Reply = mutator.Next(corpus);
                var exception = await Record.ExceptionAsync(() => call(client).WaitAsync(Deadline));

                // The only kind of failure that callers know; its parts must be readable, too.
                var reading = Record.Exception(() => (exception as RpcException)?.PreflightFailure);
                Assert.True(reading is null && exception is (null or SolanaRpcException), $"Seed {Seed}, input {i}: {Convert.ToHexStringLower(node.Reply)} {exception}");
            }
        }
    }

    [Fact]
    public async Task Starts_from_replies_that_are_right()
    {
        var node = new ReplyingNode();
        using var http = new HttpClient(node);
        var client = new SolanaRpcClient(http, new Uri("http://node.test/"));
        foreach (var (corpus, call) in RpcReplies.All)
        {
            node.Reply = corpus[0];
            Assert.Null(await Record.ExceptionAsync(() => call(client)));
        }
    }

    private static async Task FuzzAsync(IReadOnlyList<byte[]> corpus, Action<byte[]> parse)
    {
        byte[] current = [];
        var running = Task.Run(() =>
        {
            var mutator = new Mutator(Seed);
            for (var i = 0; i < InputsEach; i++)
            {
                current = mutator.Next(corpus);
                try
                {
                    parse(current);
                }
                catch (Exception exception)
                {
                    throw Failure(i, current, exception);
                }
            }
        });

        Assert.True(
            await Task.WhenAny(running, Task.Delay(Deadline)) == running,
            $"Seed {Seed}: the parser hangs on {Convert.ToHexStringLower(current)}.");
        await running;
    }

    private static InvalidOperationException Failure(int index, byte[] input, Exception exception) =>
        new($"Seed {Seed}, input {index}: {Convert.ToHexStringLower(input)}", exception);

    private static IEnumerable<Message> SomeMessages()
    {
        var random = new RandomMessages(Seed);
        for (var i = 0; i < 20; i++)
        {
            var (feePayer, instructions, tables) = random.Next();
            yield return MessageCompiler.CompileLegacy(feePayer, instructions, random.Blockhash());
            yield return MessageCompiler.CompileV0(feePayer, instructions, random.Blockhash(), tables);
        }

        yield return Message.Parse(Convert.FromHexString(TransferVectors.Legacy));
        yield return Message.Parse(Convert.FromHexString(TransferVectors.V0WithBudget));
        yield return Message.Parse(Convert.FromHexString(TransferVectors.V1));
    }

    private sealed class ReplyingNode : HttpMessageHandler
    {
        public byte[] Reply { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Reply) });
    }
}
