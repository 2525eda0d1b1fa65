using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Ledger.Solana;

/// <summary>Between the domain's addresses and signatures and those of the Solana kit: the same bytes.</summary>
internal static class AddressConversions
{
    public static Address ToKit(this SolanaAddress address) => Address.FromBytes(address.Bytes.Span);

    public static SolanaAddress ToDomain(this Address address) => SolanaAddress.FromBytes(address.Span);

    public static Signature ToKit(this TransactionSignature signature) => Signature.Parse(signature.Value);
}
