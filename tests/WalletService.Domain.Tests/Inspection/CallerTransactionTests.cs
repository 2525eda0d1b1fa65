using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Inspection;

/// <summary>What becomes of callers' transactions by what they hold.</summary>
public sealed class CallerTransactionTests
{
    private const ulong Amount = 1_000_000_000;

    private static readonly Finding GivesAuthorityAway =
        new(FindingKind.SetAuthority, Instruction: 2, SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z"));

    [Fact]
    public async Task A_danger_is_refused_by_its_name_and_nothing_is_signed()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.Findings = [GivesAuthorityAway];

        var end = await SendAsync(scene);

        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal("POLICY_DENIED", end.Error!.Code);
        Assert.Equal("findings.SetAuthority", end.Error.Details["rule"]);
        Assert.Contains("Instruction 2", end.Error.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Ledger.Sends);
        Assert.Contains(("SetAuthority", end.Id.ToString()), scene.RiskTelemetry.Findings);
    }

    [Fact]
    public async Task A_danger_that_a_policy_allows_by_its_name_is_signed()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.Findings = [GivesAuthorityAway];
        await SetPolicyAsync(scene, """{"form":1,"findings":{"SetAuthority":"allow"}}""");

        Assert.Equal(TransferStatus.Finalized, (await SendAsync(scene)).Status);
    }

    [Fact]
    public async Task A_limit_holds_for_what_a_callers_transaction_states()
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetPolicyAsync(scene, """{"form":1,"perTransaction":[{"asset":"SOL","maximum":"999999999"}]}""");

        var end = await SendAsync(scene);

        Assert.Equal("POLICY_DENIED", end.Error!.Code);
        Assert.Equal("1000000000", end.Error.Details["actual"]);
    }

    [Fact]
    public async Task What_was_declared_is_signed()
    {
        await using var scene = await TransferScene.CreateAsync();

        var end = await SendAsync(scene, new DeclaredMovement(Asset.Sol, Amount, scene.Recipient));

        Assert.Equal(TransferStatus.Finalized, end.Status);
    }

    [Fact]
    public async Task More_than_was_declared_is_refused_with_both_numbers()
    {
        await using var scene = await TransferScene.CreateAsync();

        var end = await SendAsync(scene, new DeclaredMovement(Asset.Sol, Amount - 1, scene.Recipient));

        Assert.Equal("POLICY_DENIED", end.Error!.Code);
        Assert.Equal(
            ("declaration", "SOL", "999999999", "1000000000"),
            (end.Error.Details["rule"], end.Error.Details["asset"], end.Error.Details["limit"], end.Error.Details["actual"]));
    }

    [Fact]
    public async Task Where_a_policy_asks_for_a_declaration_none_is_a_refusal()
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetPolicyAsync(scene, """{"form":1,"declaration":"required"}""");

        Assert.Equal("declaration", (await SendAsync(scene)).Error!.Details["rule"]);
    }

    [Fact]
    public async Task A_lookup_table_that_gives_other_accounts_at_signing_is_found_out()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new PortUnavailableException("kms", "away");

        // Changed by the first look's own signature, so that no look that saw the old content is still under way when the vault is back.
        scene.Keys.BeforeSigning = () =>
        {
            scene.Ledger.TableContent = 1;
            return Task.CompletedTask;
        };
        var sent = await SubmitAsync(scene, scene.StartInstance("only"));
        await Eventually.BecomesTrueAsync(() => scene.Ledger.TableContent == 1);

        scene.Keys.Failure = null;
        var end = await scene.EndOfAsync(sent);

        Assert.Equal("SIGNING_FAILED", end.Error!.Code);
        Assert.Contains("lookup table", end.Error.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Ledger.Sends);
    }

    private static async Task<Transfer> SendAsync(TransferScene scene, params DeclaredMovement[] declared) =>
        await scene.EndOfAsync(await SubmitAsync(scene, scene.StartInstance("only"), declared));

    private static async Task<Transfer> SubmitAsync(TransferScene scene, TransferInstance instance, params DeclaredMovement[] declared)
    {
        var wire = scene.Ledger.CallerTransaction(scene.Wallet.Address, scene.Recipient, Amount);
        var result = await instance.Sending.SubmitAsync(
            scene.Caller,
            scene.User,
            scene.Wallet.Id,
            new CallerRequest(wire, declared.Length == 0 ? null : declared),
            IdempotencyKey.Parse("send-1"),
            CancellationToken.None);
        Assert.True(result.TryGetValue(out var transfer, out var error), error?.Message);
        return transfer;
    }

    private static async Task SetPolicyAsync(TransferScene scene, string json)
    {
        Assert.True(PolicyDocumentReader.TryRead(json, out var document, out var fault), fault?.ToString());
        var draft = new PolicyDraft(PolicyScope.Global, document, scene.Caller, DateTimeOffset.UnixEpoch);
        Assert.NotNull(await scene.Port<IPolicyStore>().SetAsync(draft, CancellationToken.None));
    }
}
