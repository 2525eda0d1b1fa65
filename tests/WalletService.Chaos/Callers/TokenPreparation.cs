using WalletService.Solana.Programs;
using WalletService.TestKit.Servers;

namespace WalletService.Chaos.Callers;

/// <summary>Makes a mint of each token program, that of Token-2022 with a fee, and gives tokens of both to some wallets and to outsiders.</summary>
internal static class TokenPreparation
{
    /// <summary>Other wallets have no token account until somebody pays them.</summary>
    public const int Holders = 10;

    private const ulong Granted = 100_000_000;
    private const ulong BasisPoints = 100;
    private const ulong MaximumFee = 30_000;

    public static async Task<CampaignTokens> RunAsync(
        LocalnetProcess localnet, IReadOnlyList<CampaignWallet> wallets, IEnumerable<string> outsiders)
    {
        await using var issuer = TokenIssuer.Start(localnet);
        var fee = new { basisPoints = BasisPoints, maximum = $"{MaximumFee}" };
        CampaignMint[] mints =
        [
            new(await issuer.CreateTokenMintAsync(CampaignMint.Decimals), TokenProgram.Id.ToString(), 0, 0),
            new(
                await issuer.CreateMintAsync(new { transferFee = fee }, CampaignMint.Decimals), TokenProgram.Token2022Id.ToString(), BasisPoints, MaximumFee),
        ];
        var grants = new List<TokenGrant>();
        foreach (var owner in wallets.Take(Holders).Select(wallet => wallet.Address).Concat(outsiders))
        {
            foreach (var mint in mints)
            {
                await issuer.MintToAsync(mint.Address, owner, Granted);
                grants.Add(new TokenGrant(mint.Address, owner, Granted));
            }
        }

        return new CampaignTokens(mints, grants);
    }
}
