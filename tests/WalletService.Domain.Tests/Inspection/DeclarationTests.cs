using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Inspection;

public sealed class DeclarationTests
{
    private static readonly SolanaAddress Shop = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");
    private static readonly SolanaAddress Thief = SolanaAddress.Parse("4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM");
    private static readonly Asset Token = Asset.Token(SolanaAddress.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"));

    [Fact]
    public void Less_than_was_declared_is_no_mismatch() => Assert.Null(Find([Declare(10)], Move(9, Shop)));

    [Fact]
    public void An_asset_that_was_not_declared_is_a_mismatch()
    {
        var error = Find([Declare(10)], Move(9, Shop), new AssetMovement(Token, 1, Shop))!;

        Assert.Equal((Token.ToString(), "0", "1"), (error.Details["asset"], error.Details["limit"], error.Details["actual"]));
    }

    [Fact]
    public void An_empty_declaration_says_that_nothing_leaves()
    {
        Assert.Null(Declaration.FindMismatch([], []));
        Assert.NotNull(Find([], Move(1, Shop)));
    }

    [Fact]
    public void Two_movements_count_together() => Assert.NotNull(Find([Declare(10)], Move(6, Shop), Move(5, Shop)));

    [Fact]
    public void Sums_do_not_wrap_around() => Assert.NotNull(Find([Declare(10)], Move(ulong.MaxValue, Shop), Move(11, Shop)));

    [Fact]
    public void Somebody_else_than_was_declared_is_a_mismatch()
    {
        var error = Find([Declare(10, Shop)], Move(10, Thief))!;

        Assert.Equal(Thief.Value, error.Details["recipient"]);
    }

    [Fact]
    public void A_recipient_gets_his_own_and_what_was_declared_for_anybody()
    {
        DeclaredMovement[] declared = [Declare(10, Shop), Declare(5)];

        Assert.Null(Find(declared, Move(13, Shop), Move(2, Thief)));
        Assert.NotNull(Find(declared, Move(9, Shop), Move(6, Thief)));
    }

    [Fact]
    public void What_goes_to_nobody_known_has_to_be_declared_for_anybody()
    {
        Assert.NotNull(Find([Declare(10, Shop)], Move(1, recipient: null)));
        Assert.Null(Find([Declare(10)], Move(1, recipient: null)));
    }

    private static Domain.Errors.WalletError? Find(DeclaredMovement[] declared, params AssetMovement[] movements) =>
        Declaration.FindMismatch(declared, movements);

    private static DeclaredMovement Declare(ulong amount, SolanaAddress? recipient = null) => new(Asset.Sol, amount, recipient);

    private static AssetMovement Move(ulong amount, SolanaAddress? recipient) => new(Asset.Sol, amount, recipient);
}
