using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Balances;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Deposits;

/// <inheritdoc cref="IHoldingsReader"/>
internal sealed class SolanaHoldingsReader(SolanaNodes nodes) : IHoldingsReader
{
    public async Task<IReadOnlyList<WalletHoldings>> ReadAsync(IReadOnlyList<WatchedWallet> wallets, CancellationToken cancellationToken)
    {
        var holdings = new List<WalletHoldings>(wallets.Count);
        foreach (var batch in wallets.Chunk(AccountBatcher.MaxAccounts))
        {
            Address[] addresses = [.. batch.Select(wallet => wallet.Address.ToKit())];
            var accounts = await nodes.ReadAsync(
                "getMultipleAccounts",
                (client, token) => client.GetMultipleAccountsAsync(addresses, RpcCommitment.Finalized, minContextSlot: null, token),
                cancellationToken);
            for (var index = 0; index < batch.Length; index++)
            {
                var first = await ReadTokensAsync(addresses[index], TokenProgram.Id, cancellationToken);
                var second = await ReadTokensAsync(addresses[index], TokenProgram.Token2022Id, cancellationToken);
                holdings.Add(new WalletHoldings(
                    batch[index],
                    accounts.Value[index]?.Lamports ?? 0,
                    accounts.Slot,
                    [.. first.Value, .. second.Value],
                    Math.Min(first.Slot, second.Slot),
                    Math.Max(first.Slot, second.Slot)));
            }
        }

        return holdings;
    }

    private async Task<RpcResult<IReadOnlyList<HeldToken>>> ReadTokensAsync(Address owner, Address program, CancellationToken cancellationToken)
    {
        var answer = await nodes.ReadAsync(
            "getTokenAccountsByOwner",
            (client, token) => client.GetTokenAccountsByOwnerAsync(owner, program, RpcCommitment.Finalized, minContextSlot: null, token),
            cancellationToken);
        var held = new List<HeldToken>();
        foreach (var entry in answer.Value)
        {
            if (TokenAccount.TryParse(entry.Account.Data.Span, out var account) && account.Owner == owner)
            {
                held.Add(new HeldToken(entry.Address.ToDomain(), account.Mint.ToDomain(), account.Amount, answer.Slot)
                {
                    CloseAuthority = account.CloseAuthority?.ToDomain(),
                });
            }
        }

        return new RpcResult<IReadOnlyList<HeldToken>>(answer.Slot, held);
    }
}
