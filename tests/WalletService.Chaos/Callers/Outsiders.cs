using WalletService.Chaos.Report;
using WalletService.TestKit.Servers;

namespace WalletService.Chaos.Callers;

/// <summary>A few who pay wallets from outside.</summary>
internal sealed class Outsiders(LocalnetProcess localnet, BlockhashReader blockhashes, CampaignCounts counts, int seed) : IDisposable
{
    private readonly OutsidePayer[] payers =
        [.. Enumerable.Range(1, 2).Select(number => new OutsidePayer(localnet.RpcUrl, blockhashes, counts, ~(seed + number)))];

    public IReadOnlyList<Gift> Gifts => [.. payers.SelectMany(payer => payer.Gifts)];

    /// <summary>Makes tokens, and gives some to wallets and to the outsiders.</summary>
    public async Task<CampaignTokens> PrepareAsync(IReadOnlyList<CampaignWallet> wallets, CancellationToken cancellationToken)
    {
        foreach (var payer in payers)
        {
            await payer.FundAsync(cancellationToken);
        }

        return await TokenPreparation.RunAsync(localnet, wallets, payers.Select(payer => payer.Address));
    }

    /// <summary>All of them, until they are told to stop.</summary>
    public Task RunAsync(IReadOnlyList<CampaignWallet> wallets, IReadOnlyList<CampaignMint> mints, CancellationToken timeIsUp) =>
        Task.WhenAll(payers.Select(payer => payer.RunAsync(wallets, mints, timeIsUp)));

    public void Dispose()
    {
        foreach (var payer in payers)
        {
            payer.Dispose();
        }
    }
}
