using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Policies;

/// <summary>How policies are kept: <see cref="IPolicyStore"/>.</summary>
public abstract class PolicyStoreContract : PolicyContract
{
    [Fact]
    public async Task Numbers_the_versions_of_each_scope_and_keeps_them_all()
    {
        var scope = PolicyScope.Of(NewUser());

        var first = await SetAsync(scope, """ "requests":["sign"] """);
        var second = await SetAsync(scope, """ "requests":["send"] """);

        Assert.Equal([1L, 2L], [first.Policy.Version, second.Policy.Version]);
        AssertSame(second, await Storage.Policies.FindAsync(scope, version: null, default));
        AssertSame(first, await Storage.Policies.FindAsync(scope, version: 1, default));
        Assert.Null(await Storage.Policies.FindAsync(scope, version: 3, default));
        Assert.Null(await Storage.Policies.FindAsync(PolicyScope.Of(NewUser()), version: null, default));
    }

    [Fact]
    public async Task Keeps_the_newest_when_the_same_is_set_again()
    {
        var scope = PolicyScope.Of(NewUser());
        await SetAsync(scope, """ "requests":["sign","send"] """);

        Assert.Equal(1, (await SetAsync(scope, """ "requests":["send","sign"] """)).Policy.Version);
    }

    [Fact]
    public async Task Replaces_only_what_its_author_has_seen()
    {
        var scope = PolicyScope.Of(NewUser());
        Task<StoredPolicy?> Replace(long version, string rules) =>
            Storage.Policies.SetAsync(new PolicyDraft(scope, Read(rules), Administrator, Time.GetUtcNow(), version), default);

        Assert.NotNull(await Replace(0, """ "requests":["sign"] """));
        Assert.Null(await Replace(0, """ "requests":["send"] """));
        Assert.NotNull(await Replace(1, """ "requests":["send"] """));
    }

    [Fact]
    public async Task Gives_every_one_of_many_writers_a_version_of_its_own()
    {
        var scope = PolicyScope.Of(NewUser());

        var set = await Task.WhenAll(Enumerable.Range(1, 10).Select(number => SetAsync(scope, $$""" "windows":[{"seconds":60,"count":{{number}}}] """)));

        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), set.Select(policy => policy.Policy.Version).Order());
    }

    [Fact]
    public async Task Lists_the_newest_of_each_scope_page_by_page()
    {
        var user = PolicyScope.Of(UserId.Parse("zz-" + NewUser().Value));
        var wallet = PolicyScope.Of(WalletId.New(Time));
        await SetAsync(user, """ "requests":["sign"] """);
        await SetAsync(user, """ "requests":["send"] """);
        await SetAsync(wallet, """ "requests":["sign"] """);

        var all = await Storage.Policies.ListAsync(1_000, after: null, default);
        Assert.Equal(2, Assert.Single(all, set => set.Policy.Scope == user).Policy.Version);
        Assert.Equal([.. all.Select(set => set.Policy.Scope.Kind).Order()], all.Select(set => set.Policy.Scope.Kind));
        var behind = await Storage.Policies.ListAsync(1, after: user, default);
        Assert.Equal(PolicyScopeKind.Wallet, Assert.Single(behind).Policy.Scope.Kind);
    }

    [Fact]
    public async Task Writes_each_version_into_the_audit_log()
    {
        var scope = PolicyScope.Of(NewUser());

        var set = await SetAsync(scope, """ "requests":["sign"] """);

        var entry = await Storage.AuditTrail.FindNewestAsync("policy.set", default);
        Assert.Equal(set.Policy.Hash, entry?.Details["hash"]);
        Assert.Equal("operations", entry?.Details["caller"]);
    }

    private static void AssertSame(StoredPolicy expected, StoredPolicy? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Policy with { Document = actual.Policy.Document }, actual.Policy);
        Assert.Equal(PolicyDocumentWriter.Write(expected.Policy.Document), PolicyDocumentWriter.Write(actual.Policy.Document));
        Assert.Equal((expected.SetBy, expected.SetAt), (actual.SetBy, actual.SetAt));
    }
}
