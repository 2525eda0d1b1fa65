using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

internal static class StatusConversions
{
    /// <summary>A node too old to name the confirmation counts it: null for a finalized one.</summary>
    public static ObservedStatus ToObserved(this SignatureStatus status)
    {
        var unnamed = status.Confirmations is null ? Commitment.Finalized : Commitment.Processed;
        return new ObservedStatus(status.Slot, status.ConfirmationStatus?.ToDomain() ?? unnamed, status.Error?.RawJson);
    }

    public static Commitment ToDomain(this RpcCommitment commitment) => commitment switch
    {
        RpcCommitment.Processed => Commitment.Processed,
        RpcCommitment.Confirmed => Commitment.Confirmed,
        RpcCommitment.Finalized => Commitment.Finalized,
    };

    public static RpcCommitment ToKit(this Commitment commitment) => commitment switch
    {
        Commitment.Processed => RpcCommitment.Processed,
        Commitment.Confirmed => RpcCommitment.Confirmed,
        Commitment.Finalized => RpcCommitment.Finalized,
    };
}
