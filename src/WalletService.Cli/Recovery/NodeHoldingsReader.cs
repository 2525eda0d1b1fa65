using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using Commitment = WalletService.Solana.Rpc.Commitment;

namespace WalletService.Cli.Recovery;

/// <summary>What addresses hold by the finalized chain, as one node tells it.</summary>
/// <param name="rpc">The node.</param>
/// <param name="notBefore">The slot that the node must have reached to be heard.</param>
internal sealed class NodeHoldingsReader(SolanaRpcClient rpc, ulong notBefore) : IHoldingsReader
{
    /// <inheritdoc/>
    /// <exception cref="SolanaRpcException">The node does not answer, or is behind.</exception>
    public async Task<IReadOnlyList<WalletHoldings>> ReadAsync(IReadOnlyList<WatchedWallet> wallets, CancellationToken cancellationToken)
    {
        var holdings = new List<WalletHoldings>();
        foreach (var wallet in wallets)
        {
            var owner = Address.Parse(wallet.Address.Value);
            var balance = await rpc.GetBalanceAsync(owner, Commitment.Finalized, notBefore, cancellationToken);
            var first = await ReadTokensAsync(owner, TokenProgram.Id, cancellationToken);
            var second = await ReadTokensAsync(owner, TokenProgram.Token2022Id, cancellationToken);
            holdings.Add(new WalletHoldings(
                wallet, balance.Value, balance.Slot, [.. first, .. second], balance.Slot, balance.Slot));
        }

        return holdings;
    }

    private async Task<IReadOnlyList<HeldToken>> ReadTokensAsync(Address owner, Address program, CancellationToken cancellationToken)
    {
        var answer = await rpc.GetTokenAccountsByOwnerAsync(owner, program, Commitment.Finalized, notBefore, cancellationToken);
        var held = new List<HeldToken>();
        foreach (var entry in answer.Value)
        {
            if (TokenAccount.TryParse(entry.Account.Data.Span, out var account))
            {
                held.Add(new HeldToken(
                    SolanaAddress.Parse(entry.Address.ToString()), SolanaAddress.Parse(account.Mint.ToString()), account.Amount, answer.Slot)
                {
                    CloseAuthority = account.CloseAuthority is { } authority ? SolanaAddress.Parse(authority.ToString()) : null,
                });
            }
        }

        return held;
    }
}
