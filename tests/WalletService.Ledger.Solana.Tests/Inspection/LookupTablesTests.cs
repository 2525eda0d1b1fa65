using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using WalletService.Domain.Inspection;
using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Tests.Inspection;

/// <summary>Whom a transaction pays by a lookup table, when nodes tell the truth and when one does not.</summary>
public sealed class LookupTablesTests
{
    private static readonly TestWallet Wallet = TestWallet.Create();
    private static readonly Address Shop = Random();
    private static readonly Address Thief = Random();
    private static readonly Address Table = Random();

    [Fact]
    public async Task The_recipient_is_the_one_in_the_table()
    {
        await using var ledger = await StartAsync(Of(Shop), Of(Shop));

        var effects = await ReadAsync(ledger);

        Assert.Equal(Shop.ToDomainAddress(), Assert.Single(effects.Movements).Recipient);
        Assert.Empty(effects.Findings);
        Assert.Equal(effects.Digest, await ledger.Callers.ReadDigestAsync(Wire(), CancellationToken.None));
    }

    [Fact]
    public async Task Nodes_that_do_not_agree_decide_nothing()
    {
        await using var ledger = await StartAsync(Of(Shop), Of(Thief));

        await Assert.ThrowsAsync<PortUnavailableException>(() => ReadAsync(ledger));
        await Assert.ThrowsAsync<PortUnavailableException>(() => ledger.Callers.ReadDigestAsync(Wire(), CancellationToken.None));
    }

    [Fact]
    public async Task An_entry_that_is_not_there_yet_is_a_finding()
    {
        await using var ledger = await StartAsync(Of(), Of());

        Assert.Equal([new Finding(FindingKind.UnresolvedAddress, 0, Table.ToDomainAddress())], (await ReadAsync(ledger)).Findings);
    }

    [Fact]
    public async Task An_account_of_another_program_is_no_table()
    {
        var account = Of(Shop) with { Owner = SystemProgram.Id };
        await using var ledger = await StartAsync(account, account);

        Assert.Equal(FindingKind.UnresolvedAddress, Assert.Single((await ReadAsync(ledger)).Findings).Kind);
    }

    [Fact]
    public async Task Another_table_content_is_another_digest()
    {
        await using var before = await StartAsync(Of(Shop), Of(Shop));
        await using var after = await StartAsync(Of(Thief), Of(Thief));

        Assert.NotEqual((await ReadAsync(before)).Digest, await after.Callers.ReadDigestAsync(Wire(), CancellationToken.None));
    }

    private static Address Random() => TestWallet.Create().Address.ToKitAddress();

    private static byte[] Wire()
    {
        // The table is used by its first entry, whatever nodes say that it holds.
        var transfer = SystemProgram.Transfer(Wallet.Address.ToKitAddress(), Shop, 1_000);
        var message = MessageCompiler.CompileV0(
            Wallet.Address.ToKitAddress(), [transfer], Blockhash.FromBytes(Table.Span), [new LookupTable(Table, [Shop])]);
        return Transaction.Create(message).Serialize();
    }

    private static Task<TransactionEffects> ReadAsync(SolanaLedger ledger) =>
        ledger.Callers.ReadEffectsAsync(Wire(), Wallet.Address, minimumSlot: 0, CancellationToken.None);

    private static TableAccount Of(params Address[] addresses) => new(AddressLookupTable.ProgramId, addresses);

    private static Task<SolanaLedger> StartAsync(TableAccount first, TableAccount second)
    {
        var nodes = new TwoNodes(new ConcurrentDictionary<string, TableAccount> { ["first.test"] = first, ["second.test"] = second });
        return SolanaLedger.StartAsync(
            new Uri("http://unused.test/"),
            webSocketUrl: null,
            nodes,
            ("RpcUrl", string.Empty),
            ("Nodes:0:Name", "first"),
            ("Nodes:0:RpcUrl", "http://first.test/"),
            ("Nodes:1:Name", "second"),
            ("Nodes:1:RpcUrl", "http://second.test/"));
    }

    private sealed record TableAccount(Address Owner, IReadOnlyList<Address> Addresses)
    {
        public string ToJson()
        {
            const int HeadLength = 56;
            var data = new byte[HeadLength + (Addresses.Count * Address.Length)];
            data[0] = 1;
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(sizeof(uint)), ulong.MaxValue);
            for (var index = 0; index < Addresses.Count; index++)
            {
                Addresses[index].Span.CopyTo(data.AsSpan(HeadLength + (index * Address.Length)));
            }

            return $$"""
                {"lamports":1,"owner":"{{Owner}}","data":["{{Convert.ToBase64String(data)}}","base64"],"executable":false,
                "rentEpoch":18446744073709551615,"space":{{data.Length}}}
                """;
        }
    }

    /// <summary>Two nodes of one cluster, each with its own idea of the table.</summary>
    private sealed class TwoNodes(ConcurrentDictionary<string, TableAccount> tables) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var account = tables[request.RequestUri!.Host];
            var result = body switch
            {
                _ when body.Contains("\"getGenesisHash\"", StringComparison.Ordinal) => "\"EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG\"",
                _ when body.Contains("\"getHealth\"", StringComparison.Ordinal) => "\"ok\"",
                _ when body.Contains("\"getSlot\"", StringComparison.Ordinal) => "100",
                _ when body.Contains("\"getVersion\"", StringComparison.Ordinal) => """{"solana-core":"3.0.0","feature-set":1}""",
                _ when body.Contains("\"getLatestBlockhash\"", StringComparison.Ordinal) =>
                    """{"context":{"slot":100},"value":{"blockhash":"FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z","lastValidBlockHeight":250}}""",
                _ => $$"""{"context":{"slot":100},"value":[{{account.ToJson()}}]}""",
            };
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}""", Encoding.UTF8, "application/json"),
            };
        }
    }
}
