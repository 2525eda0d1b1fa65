using WalletService.Domain.Balances;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Balances;

public sealed class WalletTokensTests
{
    private static readonly SolanaAddress Mint = SolanaAddress.Parse("Vote111111111111111111111111111111111111111");

    [Theory]
    [InlineData(100, 30, true, TokenHolding.Initialized, 30, 70)]
    [InlineData(100, 0, true, TokenHolding.Initialized, 0, 100)]
    [InlineData(20, 30, true, TokenHolding.Initialized, 30, 0)]
    [InlineData(100, 30, true, TokenHolding.Frozen, 30, 0)]
    [InlineData(100, 30, false, TokenHolding.Initialized, 0, 0)]
    public void What_is_reserved_or_frozen_is_not_available(
        ulong amount, ulong reserved, bool isAssociated, string state, ulong expectedReserved, ulong expectedAvailable)
    {
        var holding = new TokenHolding
        {
            Mint = Mint,
            TokenAccount = Mint,
            Program = TokenHolding.Token,
            Decimals = 0,
            Amount = amount,
            UiAmount = "0",
            UiAmountMeaning = UiAmountMeaning.Exact,
            IsAssociated = isAssociated,
            State = state,
        };
        var tokens = new WalletTokens
        {
            WalletId = WalletId.New(TimeProvider.System),
            UserId = UserId.Parse("ann"),
            Holdings = new TokenHoldings([holding], 1),
            Reserved = new Dictionary<SolanaAddress, ulong> { [Mint] = reserved },
            AsOf = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal((expectedReserved, expectedAvailable), (tokens.ReservedOf(holding), tokens.AvailableOf(holding)));
    }
}
