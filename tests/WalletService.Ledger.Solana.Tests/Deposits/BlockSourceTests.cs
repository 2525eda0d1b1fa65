using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Tests.Nodes;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Deposits;

/// <summary>Blocks of three nodes, of which some fail or lie.</summary>
public sealed class BlockSourceTests(PoolFixture fixture) : IClassFixture<PoolFixture>
{
    private const ulong Paid = 3_000_000;

    private readonly TestWallet wallet = TestWallet.Create();

    [Fact]
    public async Task Gives_the_transactions_of_watched_wallets_whichever_nodes_fail()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var (slot, watched) = await PayAsync();
        await fixture.ControlAsync(0, "http-status", """{"status":503,"count":1000,"method":"getBlock"}""");

        for (var read = 0; read < 5; read++)
        {
            var block = await SourceOf(ledger).ReadBlockAsync(slot, Commitment.Finalized, watched, default);
            Assert.Equal(Paid, PaidIn(block!));
        }
    }

    [Fact]
    public async Task Takes_no_payment_on_one_nodes_word()
    {
        using var liar = new LyingNode(fixture.Localnet.Nodes[1].RpcUrl);
        await using var ledger = await SolanaLedger.StartPoolAsync(fixture.Localnet, liar);
        var (slot, watched) = await PayAsync();

        var (agreed, refused) = (0, 0);
        for (var read = 0; read < 20; read++)
        {
            try
            {
                Assert.Equal(Paid, PaidIn((await SourceOf(ledger).ReadBlockAsync(slot, Commitment.Finalized, watched, default))!));
                agreed++;
            }
            catch (PortUnavailableException)
            {
                refused++;
            }
        }

        Assert.True(agreed > 0 && refused > 0, $"{agreed} agreed, {refused} refused");
    }

    [Fact]
    public async Task Lists_what_all_nodes_together_have_and_knows_a_slot_without_a_block()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var source = SourceOf(ledger);
        var newest = await source.GetNewestSlotAsync(Commitment.Finalized, default);
        await fixture.ControlAsync(2, "stale", """{"slots":60,"method":"getBlocks"}""");

        var slots = await source.ListSlotsAsync(newest - 30, newest, Commitment.Finalized, default);

        Assert.Contains(newest, slots.Append(newest - 1).Append(newest));
        var skipped = Enumerable.Range(0, 30).Select(back => newest - (ulong)back).First(slot => !slots.Contains(slot));
        var watched = new WatchedAddresses(new OneWallet(wallet.Address));
        Assert.Null(await source.ReadBlockAsync(skipped, Commitment.Finalized, watched, default));
    }

    private static IBlockSource SourceOf(SolanaLedger ledger) => ledger.Services.GetRequiredService<IBlockSource>();

    private ulong PaidIn(ChainBlock block) => block.Transactions
        .SelectMany(transaction => transaction.Accounts)
        .Where(account => account.Address == wallet.Address)
        .Aggregate(0UL, (sum, account) => sum + account.After - account.Before);

    /// <summary>The slot in which the wallet was paid, finalized on every node.</summary>
    private async Task<(ulong Slot, WatchedAddresses Watched)> PayAsync()
    {
        using var http = new HttpClient();
        var client = new SolanaRpcClient(http, fixture.Localnet.RpcUrl);
        var signature = await client.RequestAirdropAsync(wallet.Address.ToKitAddress(), Paid);
        var paid = await Eventually.HasValueAsync(() => client.GetTransactionAsync(signature, RpcCommitment.Finalized));
        var watched = new WatchedAddresses(new OneWallet(wallet.Address));
        await watched.RefreshAsync(default);
        return (paid.Slot, watched);
    }

    private sealed class OneWallet(SolanaAddress address) : IWatchedAddressSource
    {
        public Task<AddedAddresses> LoadAsync(ulong? mark, CancellationToken cancellationToken) =>
            Task.FromResult(new AddedAddresses([address.Value], Mark: 1));
    }

    /// <summary>Halves every balance after a transaction, in the blocks that one of the nodes gives.</summary>
    private sealed class LyingNode(Uri rpcUrl) : DelegatingHandler(SolanaRpcClient.CreateHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).GetProperty("method").GetString();
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.Port != rpcUrl.Port || asked != "getBlock")
            {
                return answer;
            }

            var reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
            foreach (var transaction in reply["result"]?["transactions"]?.AsArray() ?? [])
            {
                var balances = transaction!["meta"]!["postBalances"]!.AsArray();
                for (var index = 0; index < balances.Count; index++)
                {
                    balances[index] = JsonNode.Parse(
                        (ulong.Parse(balances[index]!.ToJsonString(), CultureInfo.InvariantCulture) / 2).ToString(CultureInfo.InvariantCulture));
                }
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(reply.ToJsonString()) };
        }
    }
}
