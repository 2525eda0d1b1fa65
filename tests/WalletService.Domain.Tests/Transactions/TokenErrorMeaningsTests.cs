using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TokenErrorMeaningsTests
{
    private static readonly SolanaAddress Any = SolanaAddress.Parse("Vote111111111111111111111111111111111111111");

    [Theory]
    [InlineData("""{"InstructionError":[3,{"Custom":17}]}""", "an account is frozen")]
    [InlineData("""{"InstructionError":[3,{"Custom":1}]}""", "too few tokens")]
    [InlineData("""{"InstructionError":[3,{"Custom":67}]}""", "all transfers of the token are paused")]
    [InlineData("\"TransactionTooLarge\"", "shorten the memo")]
    public void Says_what_a_known_error_means(string chainError, string meaning) =>
        Assert.Contains(meaning, TokenErrorMeanings.Explain("It failed.", chainError, Movement()), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"InstructionError":[3,{"Custom":99}]}""")]
    [InlineData("""{"InstructionError":[3,{"Custom":"17"}]}""")]
    [InlineData("""{"InstructionError":[3,"InvalidAccountData"]}""")]
    [InlineData("""{"InstructionError":[3]}""")]
    [InlineData("""{"InsufficientFundsForRent":{"account_index":0}}""")]
    [InlineData("\"AccountNotFound\"")]
    [InlineData("17")]
    [InlineData("not json")]
    public void Leaves_everything_else_as_it_is(string chainError) =>
        Assert.Equal("It failed.", TokenErrorMeanings.Explain("It failed.", chainError, Movement()));

    [Fact]
    public void Says_nothing_where_another_program_may_have_given_the_number()
    {
        const string TooFew = """{"InstructionError":[3,{"Custom":1}]}""";
        const string Frozen = """{"InstructionError":[3,{"Custom":17}]}""";

        Assert.Equal("It failed.", TokenErrorMeanings.Explain("It failed.", TooFew, Movement(createsAccount: true)));
        Assert.Contains("frozen", TokenErrorMeanings.Explain("It failed.", Frozen, Movement(createsAccount: true)), StringComparison.Ordinal);
        Assert.Equal("It failed.", TokenErrorMeanings.Explain("It failed.", Frozen, Movement(hook: new HookAccount(Any, IsWritable: false))));
        Assert.Equal("It failed.", TokenErrorMeanings.Explain("It failed.", Frozen, movement: null));
    }

    private static TokenMovement Movement(bool createsAccount = false, HookAccount? hook = null) => new(
        Any, Any, 6, Any, [new TokenPart(Any, Any, 1, null, createsAccount, RequiresMemo: false, hook is null ? [] : [hook])], Memo: null);
}
