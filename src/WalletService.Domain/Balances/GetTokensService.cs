using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>Reads a wallet's token accounts.</summary>
public sealed class GetTokensService(IWalletStore wallets, ILedgerReader ledger, TimeProvider time)
{
    public async Task<Result<WalletTokens>> GetAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(userId, walletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        var holdings = await ledger.GetTokensAsync(wallet.Address, cancellationToken);
        return new WalletTokens(walletId, holdings, time.GetUtcNow());
    }
}

/// <param name="AsOf">When the chain was read.</param>
public sealed record WalletTokens(WalletId WalletId, TokenHoldings Holdings, DateTimeOffset AsOf);
