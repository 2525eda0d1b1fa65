using Npgsql;
using WalletService.Client;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Somebody who can write to the database makes a wallet's row point at another wallet's key.</summary>
[Collection(SharedStack.Name)]
public sealed class AlteredKeyRowsTests(WalletServiceStack stack)
{
    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";

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
        var (_, metrics) = await stack.Service.GetAsync("/metrics");
        Assert.Contains("wallet_key_mismatches_total{", metrics, StringComparison.Ordinal);
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

    private async Task SetAddressAsync(TestWallet wallet, string address)
    {
        await using var database = NpgsqlDataSource.Create(stack.Settings["Postgres__ConnectionString"]);
        await using var command = database.CreateCommand("UPDATE wallets SET address = $2 WHERE id = $1");
        command.Parameters.AddWithValue(Guid.Parse(wallet.Details.WalletId));
        command.Parameters.AddWithValue(address);
        await command.ExecuteNonQueryAsync();
    }
}
