using WalletService.Domain.Callers;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Callers;

public sealed class CallerDirectoryTests
{
    private static readonly CallerId Shop = CallerId.Parse("shop");
    private static readonly CallerId Operator = CallerId.Parse("operator");
    private static readonly CallerId Stranger = CallerId.Parse("stranger");

    private readonly CallerDirectory directory = Directory(isIdentityRequired: true);

    [Fact]
    public void A_known_caller_is_held_to_its_routes_and_users()
    {
        Assert.Null(directory.RefuseCaller(Shop));
        Assert.Null(directory.RefuseRoute(Shop, "wallet.balance.get", isForAdministrators: false));
        Assert.Null(directory.RefuseUser(Shop, "shop-7"));
        AssertRefused("route", directory.RefuseRoute(Shop, "wallet.transaction.sign", isForAdministrators: false));
        AssertRefused("user", directory.RefuseUser(Shop, "bank-7"));
    }

    [Fact]
    public void Nobody_else_is_served_where_identity_is_required()
    {
        AssertRefused("unidentified", directory.RefuseCaller(CallerId.Unidentified));
        AssertRefused("unknown", directory.RefuseCaller(Stranger));
        AssertRefused("unknown", directory.RefuseCaller(CallerId.Parse("Shop")));
    }

    [Fact]
    public void Where_identity_is_optional_others_may_do_everything_and_known_callers_still_may_not()
    {
        var lenient = Directory(isIdentityRequired: false);
        foreach (var caller in new[] { CallerId.Unidentified, Stranger })
        {
            Assert.Null(lenient.RefuseCaller(caller));
            Assert.Null(lenient.RefuseRoute(caller, "wallet.management.setPolicy", isForAdministrators: true));
            Assert.Null(lenient.RefuseUser(caller, "bank-7"));
        }

        AssertRefused("route", lenient.RefuseRoute(Shop, "wallet.transaction.sign", isForAdministrators: false));
        AssertRefused("user", lenient.RefuseUser(Shop, "bank-7"));
    }

    [Fact]
    public void Routes_for_administrators_need_an_administrator()
    {
        Assert.Null(directory.RefuseRoute(Operator, "wallet.management.setPolicy", isForAdministrators: true));
        AssertRefused("administrator", directory.RefuseRoute(Shop, "wallet.balance.get", isForAdministrators: true));
    }

    [Fact]
    public void An_administrator_has_no_more_routes_than_its_patterns_match_and_no_users_of_its_own()
    {
        AssertRefused("route", directory.RefuseRoute(Operator, "wallet.transaction.transferSol", isForAdministrators: false));
        AssertRefused("user", directory.RefuseUser(Operator, "shop-7"));
    }

    private static CallerDirectory Directory(bool isIdentityRequired) => new(
        isIdentityRequired,
        [
            new KnownCaller(Shop, [new NamePattern("wallet.balance.*")], [new NamePattern("shop-*")], IsAdministrator: false),
            new KnownCaller(Operator, [new NamePattern("wallet.management.*")], [], IsAdministrator: true),
        ]);

    private static void AssertRefused(string reason, WalletError? refusal)
    {
        Assert.Equal("UNAUTHORIZED_CALLER", refusal?.Code);
        Assert.Equal(reason, refusal!.Details["reason"]);
        Assert.False(refusal.Retryable);
    }
}
