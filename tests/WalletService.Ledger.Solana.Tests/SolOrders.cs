using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>Most orders of these tests pay one recipient.</summary>
internal static class SolOrders
{
    extension(SolTransferOrder order)
    {
        public SolanaAddress Recipient => order.Parts[0].Recipient;

        public Lamports Lamports => order.Parts[0].Lamports;

        public ExecutionParties Parties => new(order.Source, order.Recipient);
    }
}
