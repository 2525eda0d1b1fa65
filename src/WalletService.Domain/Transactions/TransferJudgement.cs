using WalletService.Domain.Policies;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>What was read of the chain about a transfer, made ready for the decision under the wallet's lock.</summary>
/// <param name="Decide">The decision on the funds, as it depends on what only the wallet's lock can tell. Pure.</param>
/// <param name="Facts">What was found out beside what the transfer's content says.</param>
public sealed record TransferJudgement(Func<WalletPosition, TransferDecision> Decide, PolicyFacts Facts)
{
    /// <summary>For what the service builds itself: its content says everything.</summary>
    public static async Task<TransferJudgement> OfAsync(Task<Func<WalletPosition, TransferDecision>> judging) =>
        new(await judging, PolicyFacts.None);
}
