using Microsoft.Extensions.DependencyInjection;
using WalletService.Contracts;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>Every route that changes something leaves an entry in the audit log when it succeeds, with the caller where one is known.</summary>
public sealed class AuditedRoutesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    /// <summary>It costs a request to the chain, and so is no plain read; but it changes nothing.</summary>
    private static readonly string[] ChangesNothing = [Routes.SimulateTransaction];

    private readonly string administrator = fixture.Service.Broker.UserName;

    [Fact]
    public async Task Every_route_that_changes_something_leaves_its_entry()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        var steps = await StepsAsync(wallet);
        var changing = WalletRoutes.All.Where(route => !route.IsRead).Select(route => route.Name).Except(ChangesNothing);
        Assert.Equal(changing.Order(StringComparer.Ordinal), steps.Select(step => step.Route).Order(StringComparer.Ordinal));

        foreach (var (route, request, action) in steps)
        {
            var before = await HashesAsync();
            var reply = await fixture.Caller.AskAsync(route, request, properties => properties.UserId = administrator);
            Assert.True(reply.Success, $"{route}: {reply.Body}");

            var added = (await AddedAsync(before)).Where(entry => entry.Action == action).ToList();
            Assert.True(added.Count > 0, $"{route} left no entry '{action}'.");
            Assert.Contains(added, entry => entry.Details!.Values.Any(value => value.Contains(administrator, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Every_use_of_a_key_names_what_was_signed_by_which_key_for_whom()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        await SetPolicyAsync(wallet, "{\"form\":1}");
        string[] routes = [Routes.TransferSol, Routes.SendTransaction, Routes.TransferBatch, Routes.SignTransaction, Routes.SignMessage];
        var requests = (await StepsAsync(wallet)).Where(step => routes.Contains(step.Route)).ToList();
        Assert.Equal(routes.Length, requests.Count);
        foreach (var (route, request, _) in requests)
        {
            var before = await HashesAsync();
            var reply = await fixture.Caller.AskAsync(route, request, properties => properties.UserId = administrator);
            Assert.True(reply.Success, $"{route}: {reply.Body}");

            var entries = await UntilSignedAsync(before);
            var use = entries.First(entry => entry.Action is AuditActions.KeySigning or AuditActions.SignRequested);
            foreach (var detail in (string[])["messageHash", "keyVersion", "policy", "caller"])
            {
                Assert.True(use.Details!.ContainsKey(detail), $"{route}: the entry {use.Action} has no {detail}.");
            }

            Assert.Contains(entries, entry => entry.Details!.ContainsKey("signature"));
        }
    }

    [Fact]
    public async Task The_use_of_a_key_after_approvals_names_who_approved()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        var transaction = await AwaitingApprovalAsync(wallet);
        var before = await HashesAsync();

        var reply = await fixture.Caller.AskAsync(
            Routes.ApproveTransaction, new { userId = wallet.UserId, transactionId = transaction }, properties => properties.UserId = administrator);

        Assert.True(reply.Success, reply.Body);
        var entries = await UntilSignedAsync(before);
        Assert.Equal(administrator, entries.First(entry => entry.Action == AuditActions.KeySigning).Details!["approvers"]);
    }

    /// <summary>For each route a request that succeeds, and the entry that it has to leave.</summary>
    private async Task<IReadOnlyList<(string Route, object Request, string Action)>> StepsAsync(FundedWallet wallet)
    {
        var user = wallet.UserId;
        var other = await WalletOfAsync(user, "Other");
        var putAway = await WalletOfAsync(user, "Put away");
        var address = Some.Address();
        var ofWallet = new { userId = user, walletId = other };
        var frozen = new { scope = "user", subject = Some.User(), reason = "Test" };
        object Transaction() => new { userId = user, walletId = wallet.WalletId, transaction = wallet.Transaction(fixture.Service.Ledger), waitFor = "finalized" };
        return
        [
            (Routes.CreateWallet, new { userId = user, label = "New" }, AuditActions.WalletCreated),
            (Routes.SetActiveWallet, ofWallet, AuditActions.WalletActivated),
            (Routes.RenameWallet, new { userId = user, walletId = other, label = "Renamed" }, AuditActions.WalletRenamed),
            (Routes.FreezeWallet, ofWallet, AuditActions.WalletFrozen),
            (Routes.UnfreezeWallet, ofWallet, AuditActions.WalletUnfrozen),
            (Routes.RotateKey, ofWallet, AuditActions.KeyRotated),
            (Routes.ArchiveWallet, new { userId = user, walletId = putAway }, AuditActions.WalletArchived),
            (Routes.UnarchiveWallet, new { userId = user, walletId = putAway }, AuditActions.WalletUnarchived),
            (Routes.AddAddress, new { userId = user, name = "bob", address }, AuditActions.AddressAdded),
            (Routes.RemoveAddress, new { userId = user, name = "bob" }, AuditActions.AddressRemoved),
            (Routes.FreezeScope, frozen, AuditActions.Frozen),
            (Routes.UnfreezeScope, frozen, AuditActions.Unfrozen),
            (Routes.SetPolicy, new { scope = "user", subject = Some.User(), policy = new { form = 1 } }, AuditActions.PolicySet),
            (Routes.SetFlag, new { feature = "key-pool", enabled = false, reason = "Test" }, AuditActions.FeatureSet),
            (Routes.TransferSol, new { userId = user, walletId = wallet.WalletId, recipient = address, amount = "0.1", waitFor = "finalized" }, AuditActions.TransferReceived),
            (Routes.TransferToken, TokenPayment(wallet), AuditActions.TransferReceived),
            (Routes.TransferBatch, new { userId = user, walletId = wallet.WalletId, rows = new[] { new { recipient = address, amount = 0.01m } }, requestId = Some.RequestId() }, AuditActions.BatchReceived),
            (Routes.SignTransaction, new { userId = user, walletId = wallet.WalletId, transaction = wallet.Transaction(fixture.Service.Ledger) }, AuditActions.SignRequested),
            (Routes.SignMessage, new { userId = user, walletId = wallet.WalletId, message = "Hello" }, AuditActions.SignRequested),
            (Routes.SendTransaction, Transaction(), AuditActions.TransferReceived),
            (Routes.ApproveTransaction, await OfWaitingAsync(), AuditActions.TransferApproved),
            (Routes.RejectTransaction, await OfWaitingAsync(), AuditActions.TransferRejected),
            (Routes.CancelTransaction, await OfWaitingAsync(), AuditActions.TransferCancelled),
        ];

        async Task<object> OfWaitingAsync()
        {
            var approved = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
            return new { userId = approved.UserId, transactionId = await AwaitingApprovalAsync(approved) };
        }
    }

    private object TokenPayment(FundedWallet wallet)
    {
        var mint = SolanaAddress.Parse(Some.Address());
        fixture.Service.Ledger.Mints[mint.Value] = FakeLedger.PlainMint();
        fixture.Service.Ledger.FundTokens(SolanaAddress.Parse(wallet.Address), mint, 1_000_000);
        return new { userId = wallet.UserId, walletId = wallet.WalletId, mint = mint.Value, recipient = Some.Address(), amount = "0.1", waitFor = "finalized" };
    }

    private async Task<string> WalletOfAsync(string user, string label) =>
        (await fixture.Caller.AskAsync(Routes.CreateWallet, new { userId = user, label })).Text("walletId");

    /// <summary>A payment that a policy holds back until the administrator approves it.</summary>
    private async Task<string> AwaitingApprovalAsync(FundedWallet wallet)
    {
        await SetPolicyAsync(
            wallet, $$"""{"form":1,"approvals":{"approvers":["{{administrator}}"],"required":1,"above":[{"asset":"SOL","amount":"0"}]} }""");
        var reply = await fixture.Caller.AskAsync(
            Routes.TransferSol, new { userId = wallet.UserId, walletId = wallet.WalletId, recipient = Some.Address(), amount = "0.1", waitMs = 0 });
        Assert.True(reply.Success, reply.Body);
        return reply.Text("transactionId");
    }

    private async Task SetPolicyAsync(FundedWallet wallet, string policy)
    {
        var request = $$"""{"scope":"user","subject":"{{wallet.UserId}}","policy":{{policy}}}""";
        var reply = await fixture.Caller.AskAsync(Routes.SetPolicy, request, properties => properties.UserId = administrator);
        Assert.True(reply.Success, reply.Body);
    }

    /// <summary>The entries that are not among those before, when one of them has a signature.</summary>
    private async Task<IReadOnlyList<StoredAuditEntry>> UntilSignedAsync(HashSet<string> before)
    {
        List<StoredAuditEntry> entries = [];
        await Eventually.BecomesTrueAsync(async () =>
        {
            entries = await AddedAsync(before);
            return entries.Any(entry => entry.Details!.ContainsKey("signature"));
        });
        return entries;
    }

    /// <summary>The entries that are not among those before.</summary>
    private async Task<List<StoredAuditEntry>> AddedAsync(HashSet<string> before) =>
        [.. (await ReadAsync()).Where(entry => !before.Contains(entry.Hash))];

    private async Task<HashSet<string>> HashesAsync() => (await ReadAsync()).Select(entry => entry.Hash).ToHashSet(StringComparer.Ordinal);

    private async Task<List<StoredAuditEntry>> ReadAsync()
    {
        var entries = new List<StoredAuditEntry>();
        await foreach (var item in fixture.Service.Services.GetRequiredService<IAuditReader>().ReadAsync(AuditSelection.All, default))
        {
            if (item is AuditItem.Entry entry)
            {
                entries.Add(entry.Stored);
            }
        }

        return entries;
    }
}
