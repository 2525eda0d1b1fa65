using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Ledger.Solana.Tests;

internal static class DomainAddresses
{
    public static SolanaAddress ToDomainAddress(this Address address) => SolanaAddress.FromBytes(address.Span);

    public static Address ToKitAddress(this SolanaAddress address) => Address.FromBytes(address.Bytes.Span);
}
