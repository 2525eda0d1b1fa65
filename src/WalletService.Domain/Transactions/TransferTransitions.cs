namespace WalletService.Domain.Transactions;

/// <summary>The transfer state machine: which moves there are. There is none from unknown to failed.</summary>
public static class TransferTransitions
{
    private static readonly Dictionary<TransferStatus, TransferStatus[]> Moves = new()
    {
        [TransferStatus.Received] = [TransferStatus.AwaitingApproval, TransferStatus.Ready, TransferStatus.Rejected, TransferStatus.Cancelled],
        [TransferStatus.AwaitingApproval] = [TransferStatus.Ready, TransferStatus.Rejected, TransferStatus.Cancelled],

        // Rejected when nothing was signed yet, Expired when all that was signed is dead.
        [TransferStatus.Ready] = [TransferStatus.Signed, TransferStatus.Rejected, TransferStatus.Expired, TransferStatus.Cancelled],

        // Back to Ready, to be signed anew, on proof of death only.
        [TransferStatus.Signed] =
        [
            TransferStatus.Submitted, TransferStatus.Confirmed, TransferStatus.Finalized, TransferStatus.Failed, TransferStatus.Expired,
            TransferStatus.Ready,
        ],
        [TransferStatus.Submitted] =
            [TransferStatus.Confirmed, TransferStatus.Finalized, TransferStatus.Failed, TransferStatus.Expired, TransferStatus.Ready],

        // A confirmed block can still be dropped (it has not happened on mainnet): the transaction is then live again.
        [TransferStatus.Confirmed] = [TransferStatus.Submitted, TransferStatus.Finalized, TransferStatus.Failed],
        [TransferStatus.Finalized] = [],
        [TransferStatus.Rejected] = [],
        [TransferStatus.Failed] = [],
        [TransferStatus.Expired] = [],
        [TransferStatus.Cancelled] = [],
    };

    public static bool Allows(TransferStatus from, TransferStatus to) => Moves[from].Contains(to);

    public static IReadOnlyList<TransferStatus> From(TransferStatus status) => Moves[status];

    /// <summary>Whether the transfer has reached its end and will never change again.</summary>
    public static bool IsEnd(this TransferStatus status) => Moves[status].Length == 0;
}
