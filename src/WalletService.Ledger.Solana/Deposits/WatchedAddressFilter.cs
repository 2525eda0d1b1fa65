using WalletService.Domain.Deposits;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Deposits;

/// <summary>The domain's watched addresses, asked by the kit.</summary>
internal sealed class WatchedAddressFilter(WatchedAddresses watched) : IAddressFilter
{
    public bool MayContain(ReadOnlySpan<byte> text) => watched.MayContain(text);
}
