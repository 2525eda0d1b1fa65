using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Deposits;

/// <summary>In memory the whole list costs nothing: it is given every time.</summary>
internal sealed class EmbeddedWatchedAddressSource(EmbeddedDatabase database) : IWatchedAddressSource
{
    public Task<AddedAddresses> LoadAsync(ulong? mark, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(new AddedAddresses([.. database.CompletedWallets().Select(wallet => wallet.Address.Value)], Mark: 0));
        }
    }
}
