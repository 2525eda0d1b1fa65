using WalletService.Domain.Values;
using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>Payments to names of the address book, over the broker.</summary>
public sealed class AddressBookTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Fact]
    public async Task A_payment_to_a_name_is_a_payment_to_its_address()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        var bob = await AddAsync(wallet, "bob");
        var byName = Payment(wallet, "@bob", Some.RequestId());

        var paid = await fixture.Caller.AskAsync("wallet.transaction.transferSol", byName);
        Assert.Equal("finalized", paid.Text("status"));
        Assert.Equal(100_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(bob)));

        // The address is what counts: the same request by address is the same payment, and one to another address under the name is not.
        var requestId = Some.RequestId();
        var first = await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, "@bob", requestId));
        var again = await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, bob, requestId));
        Assert.Equal(first.Text("transactionId"), again.Text("transactionId"));
        await fixture.Caller.AskAsync("wallet.management.addresses.remove", new { userId = wallet.UserId, name = "bob" });
        await AddAsync(wallet, "bob");
        Assert.Equal(
            "IDEMPOTENCY_CONFLICT", (await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, "@bob", requestId))).Code);
    }

    [Fact]
    public async Task A_name_that_is_gone_does_not_hide_what_was_paid_to_it()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        await AddAsync(wallet, "bob");
        var requestId = Some.RequestId();
        Assert.True((await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, "@bob", requestId))).Success);
        await fixture.Caller.AskAsync("wallet.management.addresses.remove", new { userId = wallet.UserId, name = "bob" });

        var again = await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, "@bob", requestId));
        var another = await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, "@bob", Some.RequestId()));

        Assert.Equal("IDEMPOTENCY_CONFLICT", again.Code);
        Assert.Equal("ADDRESS_NOT_FOUND", another.Code);
        Assert.Equal("bob", another.Json["error"]!["details"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Batches_pay_names_and_addresses()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        var bob = await AddAsync(wallet, "bob");
        var other = Some.Address();
        var rows = new[] { new { recipient = "@bob", amount = "0.1" }, new { recipient = other, amount = "0.2" } };

        var batch = await fixture.Caller.AskAsync(
            "wallet.transaction.transferBatch", new { userId = wallet.UserId, walletId = wallet.WalletId, rows, waitFor = "ended" });

        Assert.True(batch.Success, batch.Body);
        Assert.Equal(100_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(bob)));
        Assert.Equal(200_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(other)));
    }

    [Theory]
    [InlineData("@")]
    [InlineData("@Bob")]
    [InlineData("@b\u043Eb")]
    [InlineData("bob")]
    public async Task What_is_neither_an_address_nor_a_name_is_refused(string recipient)
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        await AddAsync(wallet, "bob");

        var refused = await fixture.Caller.AskAsync("wallet.transaction.transferSol", Payment(wallet, recipient, Some.RequestId()));

        Assert.Equal("VALIDATION_FAILED", refused.Code);
        Assert.Equal("recipient", refused.Json["error"]!["details"]!["field"]!.GetValue<string>());
    }

    private async Task<string> AddAsync(FundedWallet wallet, string name)
    {
        var address = Some.Address();
        var added = await fixture.Caller.AskAsync("wallet.management.addresses.add", new { userId = wallet.UserId, name, address });
        Assert.True(added.Success, added.Body);
        return address;
    }

    private static object Payment(FundedWallet wallet, string recipient, string requestId) => new
    {
        userId = wallet.UserId,
        walletId = wallet.WalletId,
        recipient,
        amount = "0.1",
        waitFor = "finalized",
        requestId,
    };
}
