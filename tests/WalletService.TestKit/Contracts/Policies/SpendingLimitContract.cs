using WalletService.Domain.Addresses;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Policies;

/// <summary>What policies do to decisions and signatures: limits that nobody passes together, and newer policies at the last moment.</summary>
public abstract class SpendingLimitContract : PolicyContract
{
    private static int days;

    private const string AtMost100 = """ "windows":[{"asset":"SOL","seconds":3600,"maximum":"100"}] """;

    [Theory]
    [InlineData(PolicyScopeKind.Global)]
    [InlineData(PolicyScopeKind.User)]
    [InlineData(PolicyScopeKind.Wallet)]
    public async Task Counts_what_was_accepted_before_within_the_window(PolicyScopeKind kind)
    {
        var wallet = await CreateWalletAsync();
        AdvanceToADayOfItsOwn();
        await SetAsync(ScopeOf(kind, wallet), AtMost100);

        Assert.Equal(TransferStatus.Ready, (await DecidedAsync(wallet, "one", 60)).Status);
        var refused = await DecidedAsync(wallet, "two", 41);
        Assert.Equal(TransferStatus.Ready, (await DecidedAsync(wallet, "three", 40)).Status);

        Assert.Equal((TransferStatus.Rejected, "POLICY_DENIED"), (refused.Status, refused.Error?.Code));
        Assert.Equal(("windows[0].maximum", "101", "100"), (refused.Error!.Details["rule"], refused.Error.Details["actual"], refused.Error.Details["limit"]));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TransferStatus.Ready, (await DecidedAsync(wallet, "four", 100)).Status);
    }

    [Fact]
    public async Task Counts_a_users_wallets_together()
    {
        var user = NewUser();
        var wallets = new[] { await CreateWalletAsync(user, "create-1"), await CreateWalletAsync(user, "create-2") };
        await SetAsync(PolicyScope.Of(user), AtMost100);

        await DecidedAsync(wallets[0], "one", 60);

        Assert.Equal(TransferStatus.Rejected, (await DecidedAsync(wallets[1], "two", 41)).Status);
    }

    [Fact]
    public async Task Counts_what_was_accepted_before_the_window_was_set()
    {
        var wallet = await CreateWalletAsync();
        await DecidedAsync(wallet, "one", 60);

        await SetAsync(PolicyScope.Of(wallet.Id), AtMost100);

        Assert.Equal(TransferStatus.Rejected, (await DecidedAsync(wallet, "two", 41)).Status);
    }

    [Theory]
    [InlineData(TransferStatus.Rejected)]
    [InlineData(TransferStatus.Cancelled)]
    public async Task Takes_back_what_ended_without_moving_anything(TransferStatus end)
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(PolicyScope.Of(wallet.Id), AtMost100);
        var ready = await DecidedAsync(wallet, "one", 100);

        await MoveAsync(ready, end);

        Assert.Equal(TransferStatus.Ready, (await DecidedAsync(wallet, "two", 100)).Status);
    }

    [Theory]
    [InlineData(TransferStatus.Expired, true)]
    [InlineData(TransferStatus.Failed, true)]
    [InlineData(TransferStatus.Finalized, false)]
    public async Task Takes_back_what_was_signed_only_when_it_moved_nothing(TransferStatus end, bool isTakenBack)
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(PolicyScope.Of(wallet.Id), AtMost100);
        var ready = await DecidedAsync(wallet, "one", 100);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        var signed = await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });

        await MoveAsync(signed, end, change => change with { Execution = new TransferExecution { Slot = 7 } });

        Assert.Equal(isTakenBack, (await DecidedAsync(wallet, "two", 100)).Status == TransferStatus.Ready);
    }

    [Theory]
    [InlineData(PolicyScopeKind.Global)]
    [InlineData(PolicyScopeKind.User)]
    [InlineData(PolicyScopeKind.Wallet)]
    public async Task Never_lets_payments_that_are_decided_at_once_pass_a_limit_together(PolicyScopeKind kind)
    {
        var user = NewUser();
        var wallets = await Task.WhenAll(Enumerable.Range(0, kind == PolicyScopeKind.Wallet ? 1 : 4)
            .Select(number => CreateWalletAsync(user, $"create-{number}")));
        AdvanceToADayOfItsOwn();
        await SetAsync(ScopeOf(kind, wallets[0]), AtMost100);

        var decided = await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(number => DecidedAsync(wallets[number % wallets.Length], $"pay-{number}", 7)));

        Assert.Equal(14, decided.Count(transfer => transfer.Status == TransferStatus.Ready));
        Assert.Equal(46, decided.Count(transfer => transfer.Error?.Code == "POLICY_DENIED"));
    }

    [Fact]
    public async Task Does_not_count_a_payment_against_itself_when_another_transaction_is_made_for_it()
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(PolicyScope.Of(wallet.Id), AtMost100);
        var ready = await DecidedAsync(wallet, "one", 100);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        var signed = await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });

        var again = Moved(await Storage.Transfers.DecideAsync(
            signed,
            position => PolicyGate.Judge(
                signed, PolicyFacts.None, new TransferDecision.SignAgain(new Lamports(100), signed.Quote!), position.Policy, Time.GetUtcNow()),
            default));

        Assert.Equal(TransferStatus.Ready, again.Status);
    }

    [Fact]
    public async Task A_policy_that_was_set_after_the_decision_is_asked_before_the_signature()
    {
        var wallet = await CreateWalletAsync();
        var first = await DecidedAsync(wallet, "one", 60);
        var second = await DecidedAsync(wallet, "two", 60);

        await SetAsync(PolicyScope.Of(wallet.Id), """ "perTransaction":[{"asset":"SOL","maximum":"59"}] """);
        AssertDenied("perTransaction[0].maximum", await Storage.Transfers.BeginSigningAsync(first, Intent(), default));

        await SetAsync(PolicyScope.Of(wallet.Id), AtMost100);
        AssertDenied("windows[0].maximum", await Storage.Transfers.BeginSigningAsync(first, Intent(), default));
        await MoveAsync(second, TransferStatus.Cancelled);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(first, Intent(), default));
    }

    [Fact]
    public async Task After_a_policy_is_set_no_permission_to_sign_misses_it()
    {
        var wallet = await CreateWalletAsync();
        var ready = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => DecidedAsync(wallet, $"pay-{number}", 1)));
        var isSet = 0;

        var setting = Task.Run(async () =>
        {
            await SetAsync(PolicyScope.Of(wallet.Id), """ "requests":[] """);
            Volatile.Write(ref isSet, 1);
        });
        var verdicts = await Task.WhenAll(ready.Select(transfer => Task.Run(async () =>
        {
            var wasSet = Volatile.Read(ref isSet) == 1;
            return (wasSet, Verdict: await Storage.Transfers.BeginSigningAsync(transfer, Intent(), default));
        })));
        await setting;

        Assert.All(verdicts, verdict => Assert.False(verdict.wasSet && verdict.Verdict is SigningVerdict.Granted));
    }

    [Fact]
    public async Task Counts_what_is_signed_for_a_caller_and_never_takes_it_back()
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(PolicyScope.Of(wallet.Id), AtMost100);
        var request = Signing(wallet, "sign-1", 60);

        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
        AssertDenied("windows[0].maximum", await Storage.Journal.BeginAsync(Signing(wallet, "sign-2", 41), default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(Signing(wallet, "sign-3", 40), default));

        Assert.Equal(TransferStatus.Rejected, (await DecidedAsync(wallet, "one", 1)).Status);
    }

    [Fact]
    public async Task Knows_a_recipient_since_it_was_first_paid()
    {
        var wallet = await CreateWalletAsync();
        var paid = await SubmittedAsync(wallet);
        await MoveAsync(paid, TransferStatus.Finalized, change => change with { Execution = new TransferExecution { Slot = 7 } });
        var first = await SubmittedAsync(wallet, "pay-2");
        await MoveAsync(first, TransferStatus.Confirmed, change => change with { Execution = new TransferExecution { Slot = 8 } });
        await SetAsync(PolicyScope.Of(wallet.Id), """ "newRecipients":{"delaySeconds":3600} """);

        Assert.Equal("newRecipients", (await DecidedAsync(wallet, "one", 1)).Error?.Details["rule"]);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TransferStatus.Ready, (await DecidedAsync(wallet, "two", 1)).Status);
    }

    [Fact]
    public async Task Knows_a_recipient_since_it_stands_in_the_address_book()
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(PolicyScope.Of(wallet.Id), """ "newRecipients":{"delaySeconds":3600} """);
        await Storage.Addresses.AddAsync(
            Administrator, wallet.UserId, new AddressEntry(AddressName.Parse("landlord"), Recipient, Time.GetUtcNow()), default);

        Assert.Equal("newRecipients", (await DecidedAsync(wallet, "one", 1)).Error?.Details["rule"]);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TransferStatus.Ready, (await DecidedAsync(wallet, "two", 1)).Status);
    }

    /// <summary>Windows of everything see what other tests have moved, unless it was on another day.</summary>
    private void AdvanceToADayOfItsOwn() => Time.Advance(TimeSpan.FromDays(Interlocked.Increment(ref days)));

    private static PolicyScope ScopeOf(PolicyScopeKind kind, Wallet wallet) => kind switch
    {
        PolicyScopeKind.Global => PolicyScope.Global,
        PolicyScopeKind.User => PolicyScope.Of(wallet.UserId),
        PolicyScopeKind.Wallet => PolicyScope.Of(wallet.Id),
    };

    private static void AssertDenied(string rule, SigningVerdict verdict)
    {
        var error = Assert.IsType<SigningVerdict.Refused>(verdict).Error;
        Assert.Equal(("POLICY_DENIED", rule), (error.Code, error.Details["rule"]));
    }

    private SigningRequest Signing(Wallet wallet, string key, ulong lamports)
    {
        var request = new SigningRequest(
            wallet.Id,
            wallet.UserId,
            CallerId.Parse("shop"),
            IdempotencyKey.Parse(key),
            RequestFingerprint.Of("sign", key),
            new string('a', 64),
            wallet.Key.KeyVersionName,
            Time.GetUtcNow());
        return request with { Subject = request.Subject with { Movements = [new AssetMovement(Asset.Sol, lamports, Recipient)] } };
    }
}
