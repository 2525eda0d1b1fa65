using System.Security.Cryptography;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>What every <see cref="ISigningJournal"/> does.</summary>
public abstract class SigningJournalContract : StorageContract
{
    [Fact]
    public async Task Records_what_is_signed_before_and_after()
    {
        var wallet = await CreateWalletAsync();
        var request = Request(wallet);
        var signature = NewAttempt().Signature;

        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
        await Storage.Journal.CompleteAsync(request, signature, default);

        Assert.Equal(["wallet.created", "sign.requested", "sign.completed"], await AuditActionsAsync(wallet));
        var log = await Storage.Inspection.ReadAuditAsync(wallet.Id);
        Assert.Equal(request.MessageHash, log[1].Details["messageHash"]);
        Assert.Equal(request.KeyVersionName, log[1].Details["keyVersion"]);
        Assert.Equal(signature.Value, log[2].Details["signature"]);
    }

    [Fact]
    public async Task Grants_the_same_request_again()
    {
        var request = Request(await CreateWalletAsync());

        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
    }

    [Fact]
    public async Task A_request_that_was_granted_keeps_the_verdict_of_the_risk_service()
    {
        var wallet = await CreateWalletAsync();
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(Request(wallet, risk: RiskVerdict.Allow), default));

        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(Request(wallet, risk: RiskVerdict.Deny), default));
        Assert.IsType<SigningVerdict.Refused>(
            await Storage.Journal.BeginAsync(Request(wallet, "sign-2", risk: RiskVerdict.Deny), default));
    }

    [Fact]
    public async Task A_request_that_the_risk_service_had_refused_is_judged_anew()
    {
        var wallet = await CreateWalletAsync();
        Assert.IsType<SigningVerdict.Refused>(await Storage.Journal.BeginAsync(Request(wallet, risk: RiskVerdict.Deny), default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(Request(wallet, risk: RiskVerdict.Allow), default));
    }

    [Fact]
    public async Task A_request_about_which_nobody_was_asked_is_judged_by_the_first_verdict_that_there_is()
    {
        var wallet = await CreateWalletAsync();
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(Request(wallet), default));
        Assert.IsType<SigningVerdict.Refused>(await Storage.Journal.BeginAsync(Request(wallet, risk: RiskVerdict.Deny), default));
    }

    [Fact]
    public async Task Grants_equal_requests_that_come_at_once()
    {
        var wallet = await CreateWalletAsync();
        var request = Request(wallet);

        var permits = await InParallelAsync(8, _ => Storage.Journal.BeginAsync(request, default));

        Assert.All(permits, permit => Assert.IsType<SigningVerdict.Granted>(permit));
        Assert.Equal(9, (await AuditActionsAsync(wallet)).Length);
    }

    [Fact]
    public async Task Refuses_a_key_that_comes_with_other_content()
    {
        var wallet = await CreateWalletAsync();
        await Storage.Journal.BeginAsync(Request(wallet, content: "a"), default);

        Assert.IsType<SigningVerdict.Conflict>(await Storage.Journal.BeginAsync(Request(wallet, content: "b"), default));
        Assert.Equal(["wallet.created", "sign.requested"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Refuses_a_key_that_was_used_for_a_transfer()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet, "shared-key");

        Assert.IsType<SigningVerdict.Conflict>(await Storage.Journal.BeginAsync(Request(wallet, "shared-key"), default));
    }

    [Fact]
    public async Task Keeps_the_keys_of_users_apart()
    {
        await Storage.Journal.BeginAsync(Request(await CreateWalletAsync(), content: "a"), default);

        var permit = await Storage.Journal.BeginAsync(Request(await CreateWalletAsync(), content: "b"), default);

        Assert.IsType<SigningVerdict.Granted>(permit);
    }

    [Theory]
    [InlineData(WalletStatus.Frozen)]
    [InlineData(WalletStatus.Archived)]
    public async Task Refuses_a_wallet_that_is_not_open_and_keeps_no_trace_of_the_key(WalletStatus status)
    {
        var wallet = await CreateWalletAsync();
        await Storage.Inspection.SetStatusAsync(wallet.Id, status);

        AssertFrozen(await Storage.Journal.BeginAsync(Request(wallet, content: "a"), default));
        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));

        await Storage.Inspection.SetStatusAsync(wallet.Id, WalletStatus.Open);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(Request(wallet, content: "b"), default));
    }

    [Fact]
    public async Task Refuses_a_repeated_request_once_the_wallet_is_frozen()
    {
        var wallet = await CreateWalletAsync();
        await Storage.Journal.BeginAsync(Request(wallet), default);
        await Storage.Inspection.SetStatusAsync(wallet.Id, WalletStatus.Frozen);

        AssertFrozen(await Storage.Journal.BeginAsync(Request(wallet), default));
    }

    private SigningRequest Request(Wallet wallet, string key = "sign-1", string content = "a", RiskVerdict risk = RiskVerdict.NotAsked)
    {
        var request = new SigningRequest(
            wallet.Id,
            wallet.UserId,
            Caller,
            IdempotencyKey.Parse(key),
            RequestFingerprint.Of("sign", wallet.Id.ToString(), content),
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content))),
            wallet.Key.KeyVersionName,
            Time.GetUtcNow());
        return request with { Subject = request.Subject with { Risk = risk } };
    }
}
