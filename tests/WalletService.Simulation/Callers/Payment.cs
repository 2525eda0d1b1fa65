using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;

namespace WalletService.Simulation.Callers;

/// <summary>One intent of a caller, with the caller's own notes of what it was told.</summary>
/// <param name="command">What to pay.</param>
/// <param name="waitFor">How far the caller wants to see it go before it is answered.</param>
internal sealed class Payment(TransferSolCommand command, TransferStatus waitFor)
{
    public TransferSolCommand Command { get; } = command;

    public TransferStatus WaitFor { get; } = waitFor;

    public string Name => Command.IdempotencyKey.Value;

    /// <summary>Whether the caller builds the transaction itself.</summary>
    public bool IsOwnTransaction { get; init; }

    /// <summary>How many blocks old the blockhash is that the caller takes for its own transaction.</summary>
    public int BlockhashAge { get; init; }

    /// <summary>The caller's own transaction, once it has built it.</summary>
    public ReadOnlyMemory<byte>? WireTransaction { get; set; }

    /// <summary>Deliveries of the request that have not been answered yet.</summary>
    public int Outstanding { get; set; }

    /// <summary>The transfer as each reply told of it.</summary>
    public List<Transfer> Replies { get; } = [];

    public List<WalletError> Refusals { get; } = [];

    /// <summary>The caller was told that it is called off.</summary>
    public bool WasCancelled { get; set; }

    public bool IsAnswered => Outstanding == 0 && (Replies.Count > 0 || Refusals.Count > 0);
}
