using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;

namespace WalletService.Simulation.Callers;

/// <summary>One intent of a caller, with the caller's own notes of what it was told.</summary>
internal sealed class Payment(TransferSolCommand command, TransferStatus waitFor)
{
    public TransferSolCommand Command { get; } = command;

    public TransferStatus WaitFor { get; } = waitFor;

    /// <summary>Deliveries of the request that have not been answered yet.</summary>
    public int Outstanding { get; set; }

    /// <summary>The transfer as each reply told of it.</summary>
    public List<Transfer> Replies { get; } = [];

    public List<WalletError> Refusals { get; } = [];

    public bool IsAnswered => Outstanding == 0 && (Replies.Count > 0 || Refusals.Count > 0);
}
