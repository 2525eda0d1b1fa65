using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Tests.Nodes;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>What ends a transfer is not taken from one node while another answers.</summary>
public sealed class FinalWordTests(PoolFixture fixture) : IClassFixture<PoolFixture>
{
    private const string Success = """{"slot":1,"confirmations":null,"err":null,"status":{"Ok":null},"confirmationStatus":"finalized"}""";
    private const string Failure =
        """{"slot":1,"confirmations":null,"err":"AccountNotFound","status":{"Err":"AccountNotFound"},"confirmationStatus":"finalized"}""";

    [Theory]
    [InlineData(Success)]
    [InlineData(Failure)]
    public async Task No_node_alone_makes_final_what_never_was_executed(string lie)
    {
        using var liar = new LyingNode(fixture.Localnet.Nodes[1].RpcUrl, lie);
        await using var ledger = await SolanaLedger.StartPoolAsync(fixture.Localnet, liar);
        var attempt = await SignedAsync(ledger);

        await Eventually.BecomesTrueAsync(async () =>
        {
            Assert.NotEqual(Commitment.Finalized, (await StatusAsync(ledger, attempt))?.Confirmation);
            return liar.Lies >= 10;
        });
    }

    [Fact]
    public async Task Nor_does_it_make_a_failure_of_what_succeeded_while_two_others_know_better()
    {
        using var liar = new LyingNode(fixture.Localnet.Nodes[1].RpcUrl, Failure);
        await using var ledger = await SolanaLedger.StartPoolAsync(fixture.Localnet, liar);
        var attempt = await SignedAsync(ledger);
        await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);

        var final = await Eventually.HasValueAsync(async () =>
            await StatusAsync(ledger, attempt) is { Confirmation: Commitment.Finalized } status ? status : null);

        Assert.Null(final.ChainError);
        await fixture.Localnet.ControlAsync("advance", new { slots = 220 });
        await Eventually.BecomesTrueAsync(async () =>
            await ledger.Network.JudgeAsync(attempt, CancellationToken.None) is AttemptVerdict.Landed { Status.ChainError: null });
    }

    [Fact]
    public async Task While_all_others_are_down_success_is_believed_to_one_and_failure_to_none()
    {
        using var liar = new LyingNode(fixture.Localnet.Nodes[0].RpcUrl, Success);
        await using var ledger = await SolanaLedger.StartPoolAsync(fixture.Localnet, liar);
        var attempt = await SignedAsync(ledger);
        foreach (var node in (int[])[1, 2])
        {
            await fixture.ControlAsync(node, "http-status", """{"status":503,"count":1000000}""");
        }

        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All.Count(node => node.Vitals.State == NodeState.Down) == 2);
        Assert.Equal(Commitment.Finalized, (await StatusAsync(ledger, attempt))!.Confirmation);
        liar.Lie = Failure;
        Assert.Equal((Commitment.Processed, null), await StatusAsync(ledger, attempt) is { } status ? (status.Confirmation, status.ChainError) : default);
        await fixture.Localnet.ControlAsync("reset-faults");
    }

    private static async Task<ObservedStatus?> StatusAsync(SolanaLedger ledger, TransferAttempt attempt) =>
        (await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0];

    private async Task<TransferAttempt> SignedAsync(SolanaLedger ledger)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        return await payer.SignAsync(ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
    }

    /// <summary>Tells one and the same of every transaction.</summary>
    private sealed class LyingNode(Uri rpcUrl, string lie) : DelegatingHandler(SolanaRpcClient.CreateHandler())
    {
        private int lies;

        public string Lie { get; set; } = lie;

        public int Lies => Volatile.Read(ref lies);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.Port != rpcUrl.Port || asked.GetProperty("method").GetString() != "getSignatureStatuses")
            {
                return answer;
            }

            Interlocked.Increment(ref lies);
            var reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            var told = Enumerable.Range(0, asked.GetProperty("params")[0].GetArrayLength()).Select(_ => JsonNode.Parse(Lie));
            reply["result"]!["value"] = new JsonArray([.. told]);
            return new HttpResponseMessage(answer.StatusCode) { Content = new StringContent(reply.ToJsonString()) };
        }
    }
}
