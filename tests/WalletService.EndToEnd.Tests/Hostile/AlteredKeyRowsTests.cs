using Npgsql;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Somebody who can write to the database makes a wallet's row point at another wallet's key.</summary>
[Collection(SharedStack.Name)]
public sealed class AlteredKeyRowsTests(WalletServiceStack stack) : IAsyncLifetime
{
    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Refusals? mismatches;

    public async Task InitializeAsync() => mismatches = await Refusals.OfAsync(stack, "wallet_key_mismatches_total");

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Rows_that_are_swapped_sign_nothing(bool addresses, bool keyNames)
    {
        await using var client = await stack.ConnectAsync();
        var user = $"altered-{addresses}-{keyNames}";
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, user);
        var other = await TestWallet.CreateAsync(client, stack.Localnet, user);
        var before = await stack.Kms.CountCallsAsync(SignOperation);

        await SwapAsync(wallet, other, addresses, keyNames);
        try
        {
            foreach (var altered in new[] { wallet, other })
            {
                await NothingIsSignedAsync(altered);
            }
        }
        finally
        {
            await SwapAsync(wallet, other, addresses, keyNames);
        }

        Assert.Equal(before, await stack.Kms.CountCallsAsync(SignOperation));
        await AlarmIsGivenAsync(wallet);
        Assert.Equal("finalized", (await wallet.Client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"))).Status);
    }

    [Fact]
    public async Task An_address_of_somebody_elses_signs_nothing()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "altered-address");
        var funds = await TestWallet.CreateAsync(client, stack.Localnet, "altered-address-funds");
        var before = await stack.Kms.CountCallsAsync(SignOperation);

        await SetAddressAsync(funds, TestWallet.NewAddress());
        await SetAddressAsync(wallet, funds.Details.Address);
        await NothingIsSignedAsync(wallet);

        Assert.Equal(before, await stack.Kms.CountCallsAsync(SignOperation));
        await AlarmIsGivenAsync(wallet);
        await SetAddressAsync(wallet, wallet.Details.Address);
        await SetAddressAsync(funds, funds.Details.Address);
    }

    /// <summary>What a retired address holds is paid to the wallet's current one, as the vault knows it and not as a row says.</summary>
    [Theory]
    [InlineData("wallets")]
    [InlineData("wallets", "wallet_keys")]
    public async Task A_sweep_to_an_altered_address_signs_nothing(params string[] tables)
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, $"altered-sweep-{tables.Length}");
        var old = wallet.Details.Address;
        var current = (await client.RotateKeyAsync(
            new RotateKey { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId, RequestId = "rotate" })).Address;
        await Eventually.BecomesTrueAsync(async () => await SweepsAsync(wallet) is ["Finalized"], Patience);
        var thief = TestWallet.NewAddress();
        var before = await stack.Kms.CountCallsAsync(SignOperation);

        await SetCurrentAddressAsync(wallet, tables, thief);
        await PayInAsync(wallet, old);
        await Eventually.BecomesTrueAsync(async () => (await SweepsAsync(wallet)).Contains("Rejected"), Patience);

        Assert.Equal(before, await stack.Kms.CountCallsAsync(SignOperation));
        Assert.Equal((TestWallet.Funds, 0ul), (await wallet.OnChainAsync(old), await wallet.OnChainAsync(thief)));
        await AlarmIsGivenAsync(wallet);
        await SetCurrentAddressAsync(wallet, tables, current);
        await ForgetRefusalAsync(wallet);
        await DueNowAsync(wallet);
        await Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(old) == 0, Patience);
    }

    /// <summary>No policy judges a sweep, so whoever could insert one would be past them all.</summary>
    [Fact]
    public async Task An_inserted_sweep_signs_nothing()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "altered-inserted");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"));
        var thief = TestWallet.NewAddress();
        var before = await stack.Kms.CountCallsAsync(SignOperation);

        await ExecuteAsync(
            """
            INSERT INTO transfers (
                id, wallet_id, user_id, kind, recipient, requested_lamports, idempotency_key, fingerprint, status, version,
                deadline, received_at, due_at, caller, is_sweep)
            SELECT gen_random_uuid(), wallet_id, user_id, kind, $2, 1000000000, 'sweep:inserted', fingerprint, 'Received', 1,
                now() + interval '5 minutes', now(), now(), caller, true
            FROM transfers WHERE wallet_id = $1
            """,
            wallet,
            thief);
        await Eventually.BecomesTrueAsync(async () => await SweepsAsync(wallet) is ["Rejected"], Patience);

        Assert.Equal(before, await stack.Kms.CountCallsAsync(SignOperation));
        Assert.Equal(0ul, await wallet.OnChainAsync(thief));
        await AlarmIsGivenAsync(wallet);
    }

    /// <summary>Neither a payment nor a caller's transaction, whichever address the caller takes for the wallet's.</summary>
    private async Task NothingIsSignedAsync(TestWallet wallet)
    {
        var payment = await Assert.ThrowsAsync<WalletRequestException>(
            () => wallet.Client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5")));
        Assert.Equal("SIGNING_FAILED", payment.Error.Code);

        var stored = await wallet.Client.GetWalletAsync(new() { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId });
        foreach (var address in new[] { wallet.Details.Address, stored.Address }.Distinct(StringComparer.Ordinal))
        {
            var signature = await Assert.ThrowsAsync<WalletRequestException>(
                () => wallet.Client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress(), source: address)));
            Assert.Equal(address == stored.Address ? "SIGNING_FAILED" : "VALIDATION_FAILED", signature.Error.Code);
        }
    }

    private async Task AlarmIsGivenAsync(TestWallet wallet)
    {
        await using var records = stack.ReadRecords();
        await Eventually.BecomesTrueAsync(async () => await records.ViolationsAsync(wallet.Details.WalletId) is ["key.mismatch", ..]);
        await mismatches!.AtLeastAsync(1);
    }

    /// <summary>Gives each of the two rows what the other has; done twice it is as if nothing had been.</summary>
    private async Task SwapAsync(TestWallet first, TestWallet second, bool addresses, bool keyNames)
    {
        await using var connection = new NpgsqlConnection(stack.Settings["Postgres__ConnectionString"]);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();

        // In the middle both addresses are others, so that no two wallets ever have the same.
        command.CommandText =
            $"""
            CREATE TEMPORARY TABLE both_rows ON COMMIT DROP AS
                SELECT id, address, key_version FROM wallets WHERE id IN ('{first.Details.WalletId}', '{second.Details.WalletId}');
            UPDATE wallets SET address = reverse(wallets.address) FROM both_rows WHERE wallets.id = both_rows.id;
            UPDATE wallets
                SET address = CASE WHEN {addresses} THEN theirs.address ELSE own.address END,
                    key_version = CASE WHEN {keyNames} THEN theirs.key_version ELSE own.key_version END
                FROM both_rows AS own, both_rows AS theirs
                WHERE wallets.id = own.id AND theirs.id <> own.id;
            """;
        await command.ExecuteNonQueryAsync();
    }

    private Task SetAddressAsync(TestWallet wallet, string address) =>
        ExecuteAsync("UPDATE wallets SET address = $2 WHERE id = $1", wallet, address);

    private async Task SetCurrentAddressAsync(TestWallet wallet, string[] tables, string address)
    {
        await SetAddressAsync(wallet, address);
        if (tables.Contains("wallet_keys"))
        {
            await ExecuteAsync("UPDATE wallet_keys SET address = $2 WHERE wallet_id = $1 AND state = 'current'", wallet, address);
        }
    }

    /// <summary>From the faucet, so that nothing is signed for it; the sweeper looks when it has arrived for good.</summary>
    private async Task PayInAsync(TestWallet wallet, string address)
    {
        using var http = new HttpClient();
        await new SolanaRpcClient(http, stack.Localnet.RpcUrl).RequestAirdropAsync(Address.Parse(address), TestWallet.Funds);
        await Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(address) == TestWallet.Funds, Patience);
        await DueNowAsync(wallet);
    }

    private Task DueNowAsync(TestWallet wallet) => ExecuteAsync(
        "UPDATE wallet_keys SET sweep_due_at = now() WHERE wallet_id = $1 AND state = $2", wallet, "retired");

    /// <summary>What could not be swept is left alone for a while, which has passed.</summary>
    private Task ForgetRefusalAsync(TestWallet wallet) => ExecuteAsync(
        "UPDATE transfers SET ended_at = ended_at - interval '1 day' WHERE wallet_id = $1 AND is_sweep AND status = $2", wallet, "Rejected");

    private async Task<IReadOnlyList<string>> SweepsAsync(TestWallet wallet)
    {
        await using var database = NpgsqlDataSource.Create(stack.Settings["Postgres__ConnectionString"]);
        await using var command = database.CreateCommand("SELECT status FROM transfers WHERE wallet_id = $1 AND is_sweep ORDER BY received_at");
        command.Parameters.AddWithValue(Guid.Parse(wallet.Details.WalletId));
        await using var rows = await command.ExecuteReaderAsync();
        var states = new List<string>();
        while (await rows.ReadAsync())
        {
            states.Add(rows.GetString(0));
        }

        return states;
    }

    private async Task ExecuteAsync(string sql, TestWallet wallet, string value)
    {
        await using var database = NpgsqlDataSource.Create(stack.Settings["Postgres__ConnectionString"]);
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(Guid.Parse(wallet.Details.WalletId));
        command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }
}
