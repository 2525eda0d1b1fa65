using System.Buffers.Binary;
using System.Globalization;
using WalletService.Cli.Receipts;
using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>Many recipients in one request, on a chain that runs the real programs.</summary>
public sealed class BatchTests(WalletServiceStack stack) : IClassFixture<WalletServiceStack>
{
    private static readonly string TokenProgramId = TokenProgram.Id.ToString();

    [Fact]
    public async Task Two_hundred_rows_are_paid_but_for_the_bad_ones()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "batch");
        var rows = Enumerable.Range(0, 200).Select(_ => new BatchPayment { Recipient = TestWallet.NewAddress(), Amount = "0.01" }).ToArray();
        rows[3] = rows[3] with { Recipient = SystemProgram.Id.ToString() };
        rows[50] = rows[50] with { Recipient = TokenProgramId };
        rows[77] = rows[77] with { Amount = "0.000000001" };
        rows[120] = rows[120] with { Recipient = wallet.Details.Address };
        rows[199] = rows[199] with { Recipient = rows[0].Recipient, Reference = "again" };
        int[] bad = [4, 51, 78, 121];

        var request = Request(wallet, "b-1", rows) with { WaitFor = "ended", WaitMs = 60_000 };
        var batch = await client.TransferBatchAsync(request);

        // 20 payments of 49 bytes are what 1,232 bytes hold; the row that pays a recipient once more takes 17.
        Assert.Equal(("ended", 196, 4, 10), (batch.Status, batch.PaidRows, batch.UnpaidRows, batch.TransactionCount));
        var states = await ReadAsync(client, wallet, batch.BatchId);
        Assert.Equal(bad, states.Where(row => row.Status == "rejected").Select(row => row.Row));
        Assert.All(states.Where(row => bad.Contains(row.Row)), row => Assert.Equal("INVALID_RECIPIENT", row.Error?.Code));
        Assert.All(states.Where(row => !bad.Contains(row.Row)), row => Assert.Equal("finalized", row.Status));
        Assert.Equal("again", states[199].Reference);
        Assert.Equal(20_000_000UL, await wallet.OnChainAsync(rows[0].Recipient));
        foreach (var row in states.Where(row => row.Status == "finalized").Skip(1).Take(198).Where(row => row.Row != 200))
        {
            Assert.Equal(10_000_000UL, await wallet.OnChainAsync(row.Recipient));
        }

        Assert.Equal(
            TestWallet.Funds - (196 * 10_000_000UL) - await FeesAsync(wallet, states), await wallet.OnChainAsync(wallet.Details.Address));
        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);

        Assert.Equal(batch.BatchId, (await client.TransferBatchAsync(request)).BatchId);
        await HasRightReceiptAsync(wallet, states[0].TransactionId!, batch.BatchId);
    }

    [Fact]
    public async Task Sixty_rows_of_a_token_are_paid_to_old_accounts_and_new_ones()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "batch-token");
        var mint = await CreateMintAsync();
        await HoldAsync(mint, wallet.Details.Address, 1_000_000_000);
        var recipients = Enumerable.Range(0, 60).Select(_ => TestWallet.NewAddress()).ToArray();
        foreach (var old in recipients.Take(30))
        {
            await HoldAsync(mint, old, 5);
        }

        var rows = recipients.Select(to => new BatchPayment { Recipient = to, Amount = "1.5" })
            .Append(new BatchPayment { Recipient = mint.ToString(), Amount = "1.5" })
            .ToArray();
        var batch = await client.TransferBatchAsync(
            Request(wallet, "t-1", rows) with { Mint = mint.ToString(), WaitFor = "ended", WaitMs = 60_000 });

        Assert.Equal(("ended", 60, 1), (batch.Status, batch.PaidRows, batch.UnpaidRows));
        Assert.InRange(batch.TransactionCount, 1, 6);
        foreach (var (to, index) in recipients.Select((to, index) => (to, index)))
        {
            Assert.Equal(index < 30 ? 1_500_005UL : 1_500_000UL, await TokensAsync(mint, to));
        }

        Assert.Equal(1_000_000_000 - (60 * 1_500_000UL), await TokensAsync(mint, wallet.Details.Address));
        var states = await ReadAsync(client, wallet, batch.BatchId);
        Assert.Equal("INVALID_RECIPIENT", states[60].Error?.Code);
        await HasRightReceiptAsync(wallet, states[0].TransactionId!, batch.BatchId);
        await HasRightReceiptAsync(wallet, states[59].TransactionId!, batch.BatchId);
    }

    [Fact]
    public async Task Killed_in_the_middle_again_and_again_it_pays_every_row_once()
    {
        await using var client = await stack.ConnectAsync(attempts: 8);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "batch-killed");
        var rows = Enumerable.Range(0, 150).Select(_ => new BatchPayment { Recipient = TestWallet.NewAddress(), Amount = "0.01" }).ToArray();
        var request = Request(wallet, "k-1", rows) with { ValidForMs = 600_000 };
        var batch = await client.TransferBatchAsync(request);

        // As soon as it is committed, planned, and begun to be paid.
        await KillAsync();
        await UntilAsync(client, wallet, batch.BatchId, found => found.Status != "received");
        await KillAsync();
        await Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(rows[0].Recipient) > 0);
        await KillAsync();

        await UntilAsync(client, wallet, batch.BatchId, found => found.Status == "ended");
        var states = await ReadAsync(client, wallet, batch.BatchId);
        Assert.All(states, row => Assert.Equal("finalized", row.Status));
        foreach (var row in rows)
        {
            Assert.Equal(10_000_000UL, await wallet.OnChainAsync(row.Recipient));
        }

        Assert.Equal(8, states.Select(row => row.Signature).Distinct().Count());
        Assert.Equal(
            TestWallet.Funds - (150 * 10_000_000UL) - await FeesAsync(wallet, states), await wallet.OnChainAsync(wallet.Details.Address));
        Assert.Equal(batch.BatchId, (await client.TransferBatchAsync(request)).BatchId);
    }

    private static TransferBatch Request(TestWallet wallet, string requestId, IReadOnlyList<BatchPayment> rows) => new()
    {
        UserId = wallet.Details.UserId,
        WalletId = wallet.Details.WalletId,
        Rows = rows,
        RequestId = requestId,
    };

    private static async Task<IReadOnlyList<BatchRowDetails>> ReadAsync(WalletClient client, TestWallet wallet, string batchId)
    {
        var rows = new List<BatchRowDetails>();
        string? cursor = null;
        do
        {
            var page = await client.GetBatchAsync(
                new GetBatch { UserId = wallet.Details.UserId, BatchId = batchId, Limit = 70, Cursor = cursor });
            rows.AddRange(page.Rows);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => row.Row));
        return rows;
    }

    /// <summary>What walletctl checks of a receipt without asking anybody.</summary>
    private static async Task HasRightReceiptAsync(TestWallet wallet, string transactionId, string batchId)
    {
        var part = await wallet.Client.GetTransactionAsync(
            new GetTransaction { UserId = wallet.Details.UserId, TransactionId = transactionId });
        Assert.Equal(("transferBatch", batchId), (part.Kind, part.BatchId));
        Assert.All(ReceiptVerifier.Verify(part.Receipt!), check => Assert.True(check.Passed, check.ToString()));
    }

    /// <summary>What the chain charged for the transactions of these rows.</summary>
    private static async Task<ulong> FeesAsync(TestWallet wallet, IEnumerable<BatchRowDetails> rows)
    {
        var ids = rows.Select(row => row.TransactionId).OfType<string>().Distinct();
        var found = await Task.WhenAll(ids.Select(id => wallet.Client.GetTransactionAsync(
            new GetTransaction { UserId = wallet.Details.UserId, TransactionId = id })));
        return found.Aggregate(0UL, (sum, transaction) => sum + ulong.Parse(transaction.Receipt!.FeeLamports, CultureInfo.InvariantCulture));
    }

    private static Task UntilAsync(WalletClient client, TestWallet wallet, string batchId, Func<BatchDetails, bool> isSo) =>
        Eventually.BecomesTrueAsync(async () =>
            isSo((await client.GetBatchAsync(new GetBatch { UserId = wallet.Details.UserId, BatchId = batchId, Limit = 1 })).Batch));

    private async Task KillAsync()
    {
        await stack.Service.KillAsync();
        await stack.Service.StartAgainAsync();
    }

    /// <summary>A plain mint of six decimals, put into the network's accounts.</summary>
    private async Task<Address> CreateMintAsync()
    {
        const int MintLength = 82;
        const int SupplyOffset = 36;
        const int DecimalsOffset = 44;
        const int InitializedOffset = 45;
        var mint = Address.Parse(TestWallet.NewAddress());
        var data = new byte[MintLength];
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(SupplyOffset), ulong.MaxValue);
        data[DecimalsOffset] = 6;
        data[InitializedOffset] = 1;
        await PutAsync(mint, data);
        return mint;
    }

    private Task HoldAsync(Address mint, string wallet, ulong amount)
    {
        const int OwnerOffset = 32;
        const int AmountOffset = 64;
        const int StateOffset = 108;
        var owner = Address.Parse(wallet);
        var data = new byte[TokenAccount.BaseLength];
        mint.Span.CopyTo(data);
        owner.Span.CopyTo(data.AsSpan(OwnerOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(AmountOffset), amount);
        data[StateOffset] = (byte)TokenAccountState.Initialized;
        return PutAsync(AssociatedTokenProgram.FindAddress(owner, TokenProgram.Id, mint), data);
    }

    private Task PutAsync(Address address, byte[] data) => stack.Localnet.ControlAsync("account", new
    {
        pubkey = address.ToString(),
        lamports = 100_000_000,
        data = Convert.ToBase64String(data),
        owner = TokenProgramId,
    });

    private async Task<ulong> TokensAsync(Address mint, string wallet)
    {
        var rpc = new SolanaRpcClient(new HttpClient(), stack.Localnet.RpcUrl);
        var address = AssociatedTokenProgram.FindAddress(Address.Parse(wallet), TokenProgram.Id, mint);
        var found = await rpc.GetMultipleAccountsAsync([address], null, Commitment.Finalized, null, CancellationToken.None);
        Assert.True(TokenAccount.TryParse(found.Value[0]!.Data.Span, out var account));
        return account.Amount;
    }
}
