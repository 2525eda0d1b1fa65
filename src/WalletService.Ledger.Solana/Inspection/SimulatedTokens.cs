using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>What a simulation changes of a wallet's tokens.</summary>
internal static class SimulatedTokens
{
    /// <summary>By mint; null when the node does not tell.</summary>
    public static IReadOnlyList<HoldingChange>? Read(SimulationResult result, Address wallet)
    {
        if (result.Error is not null)
        {
            return [];
        }

        return result is { PreTokenBalances: { } before, PostTokenBalances: { } after }
            && before.Concat(after).All(balance => balance.Owner is not null)
                ? [.. before
                    .Concat(after)
                    .Where(balance => balance.Owner == wallet)
                    .Select(balance => balance.Mint)
                    .Distinct()
                    .Select(mint => new HoldingChange(mint.ToDomain(), Sum(before, wallet, mint), Sum(after, wallet, mint)))]
                : null;
    }

    private static UInt128 Sum(IReadOnlyList<TokenBalance> balances, Address wallet, Address mint) => balances
        .Where(balance => balance.Owner == wallet && balance.Mint == mint)
        .Aggregate(UInt128.Zero, (sum, balance) => sum + balance.UiTokenAmount.Amount);
}
