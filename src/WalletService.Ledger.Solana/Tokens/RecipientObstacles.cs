using WalletService.Domain.Ports;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>What keeps a recipient from being paid in a token that the policy accepts: the chain would refuse the transfer.</summary>
internal static class RecipientObstacles
{
    /// <param name="mint">The mint.</param>
    /// <param name="account">The recipient's associated token account; null when there is none.</param>
    public static MintRefusal? Find(Mint mint, TokenAccount? account)
    {
        if (account is null)
        {
            return mint.Known.DefaultAccountState == TokenAccountState.Frozen
                ? new MintRefusal(
                    nameof(TokenExtensionType.DefaultAccountState),
                    "New accounts of this token are frozen until its issuer thaws them, and the recipient has none yet. Have the recipient "
                    + "create its associated token account and the issuer thaw it.")
                : null;
        }

        return account.Known.AllowsPlainCredits
            ? null
            : new MintRefusal(
                nameof(TokenExtensionType.ConfidentialTransferAccount),
                "The recipient's token account takes confidential transfers only, which this service does not make.");
    }
}
