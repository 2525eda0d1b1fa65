using WalletService.Contracts;
using WalletService.Contracts.Management;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Whatever a caller asks for, another user's wallet, transactions and addresses are as if they were not there.</summary>
[Collection(SharedStack.Name)]
public sealed class EveryRouteTests(WalletServiceStack stack)
{
    private static readonly string[] ForAdministrators =
    [
        Routes.FreezeScope, Routes.ListFreezes, Routes.UnfreezeScope, Routes.SetPolicy, Routes.GetPolicy, Routes.ListPolicies, Routes.SetFlag,
        Routes.ListFlags,
    ];

    [Fact]
    public async Task Nothing_of_another_users_is_read_or_changed_by_any_route()
    {
        await using var owner = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(owner, stack.Localnet, $"victim-{Guid.CreateVersion7()}");
        var known = TestWallet.NewAddress();
        await owner.AddAddressAsync(new AddAddress { UserId = wallet.Details.UserId, Name = "landlord", Address = known });
        var paid = await owner.TransferSolAsync(wallet.Payment(known, "0.1"));
        var balance = (await wallet.BalanceAsync()).Lamports;

        await using var caller = await HostileCaller.ConnectAsync(stack);
        foreach (var (route, fields, missing) in RequestsFor(wallet, paid.TransactionId))
        {
            var asOwner = await caller.AskAsync(route, new Dictionary<string, object>(fields) { ["userId"] = wallet.Details.UserId });
            Assert.Equal((route, "UNAUTHORIZED_CALLER"), (route, HostileCaller.CodeOf(asOwner)));
            var asItself = await caller.AskAsync(route, new Dictionary<string, object>(fields) { ["userId"] = $"hostile-{Guid.CreateVersion7()}" });
            Assert.Equal((route, missing), (route, HostileCaller.CodeOf(asItself)));
            Assert.DoesNotContain(known, asItself.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(wallet.Details.Address, asItself.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(balance, (await wallet.BalanceAsync()).Lamports);
        var after = await owner.GetWalletAsync(new GetWallet { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId });
        Assert.Equal((wallet.Details.Label, wallet.Details.Status), (after.Label, after.Status));
        Assert.Single((await owner.ListAddressesAsync(new ListAddresses { UserId = wallet.Details.UserId })).Addresses);
    }

    [Fact]
    public async Task What_is_for_administrators_is_refused_to_everybody_else()
    {
        await using var caller = await HostileCaller.ConnectAsync(stack);
        foreach (var route in ForAdministrators)
        {
            Assert.Equal((route, "UNAUTHORIZED_CALLER"), (route, HostileCaller.CodeOf(await caller.AskAsync(route, "{}"))));
        }
    }

    [Fact]
    public async Task No_route_is_left_out()
    {
        await using var owner = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(owner, stack.Localnet, $"victim-{Guid.CreateVersion7()}");
        var tried = RequestsFor(wallet, transactionId: string.Empty).Select(request => request.Route).Concat(ForAdministrators).ToList();

        Assert.Equal(Routes.All.Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));
    }

    /// <summary>What <see cref="HostileCaller"/> would ask for about the wallet, by each route that is not for administrators, and how it is answered for a user of its own.</summary>
    internal static (string Route, Dictionary<string, object> Fields, string AsItself)[] RequestsFor(TestWallet wallet, string transactionId)
    {
        const string noWallet = "WALLET_NOT_FOUND";
        const string noTransaction = "TRANSACTION_NOT_FOUND";
        var transaction = wallet.Signature(TestWallet.NewAddress()).Transaction;
        var rows = new[] { new { recipient = TestWallet.NewAddress(), amount = "0.1" } };
        Dictionary<string, object> Wallet(params (string Name, object Value)[] more) =>
            new(more.Select(field => KeyValuePair.Create(field.Name, field.Value))) { ["walletId"] = wallet.Details.WalletId };
        Dictionary<string, object> Change(params (string Name, object Value)[] more) =>
            new(Wallet(more)) { ["requestId"] = $"{Guid.CreateVersion7()}" };
        return
        [
            ("wallet.management.create", new() { ["label"] = "mine" }, "OK"),
            ("wallet.management.list", [], "OK"),
            ("wallet.management.get", Wallet(), noWallet),
            ("wallet.management.setActive", Wallet(), noWallet),
            ("wallet.management.rotateKey", Change(), noWallet),
            ("wallet.management.replayEvents", Wallet(), noWallet),
            ("wallet.management.addresses.add", new() { ["name"] = "landlord", ["address"] = TestWallet.NewAddress() }, "OK"),
            ("wallet.balance.get", Wallet(), noWallet),
            ("wallet.balance.getTokens", Wallet(), noWallet),
            // The wallet is a filter here: of nothing that is its own, it gets nothing.
            ("wallet.balance.listDeposits", Wallet(), "OK"),
            ("wallet.transaction.transferSol", Change(("recipient", TestWallet.NewAddress()), ("amount", "0.1")), noWallet),
            (
                "wallet.transaction.transferToken",
                Change(("recipient", TestWallet.NewAddress()), ("mint", TestWallet.NewAddress()), ("amount", "1")),
                noWallet),
            ("wallet.transaction.getBatch", new() { ["batchId"] = transactionId }, noTransaction),
            ("wallet.management.rename", Wallet(("label", "stolen")), noWallet),
            ("wallet.management.archive", Wallet(), noWallet),
            ("wallet.management.unarchive", Wallet(), noWallet),
            ("wallet.management.freeze", Wallet(), noWallet),
            ("wallet.management.unfreeze", Wallet(), noWallet),
            ("wallet.management.addresses.list", [], "OK"),
            ("wallet.management.addresses.remove", new() { ["name"] = "landlord" }, "ADDRESS_NOT_FOUND"),
            ("wallet.transaction.sign", Change(("transaction", transaction)), noWallet),
            ("wallet.transaction.send", Change(("transaction", transaction)), noWallet),
            ("wallet.transaction.simulate", Wallet(("transaction", transaction)), noWallet),
            ("wallet.transaction.signMessage", Change(("message", "hello")), noWallet),
            ("wallet.transaction.transferBatch", Change(("rows", rows)), noWallet),
            ("wallet.transaction.get", new() { ["transactionId"] = transactionId }, noTransaction),
            ("wallet.transaction.cancel", new() { ["transactionId"] = transactionId }, noTransaction),
            ("wallet.transaction.approve", new() { ["transactionId"] = transactionId }, noTransaction),
            ("wallet.transaction.reject", new() { ["transactionId"] = transactionId }, noTransaction),
            ("wallet.transaction.list", [], "OK"),
        ];
    }
}
