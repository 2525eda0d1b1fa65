using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Sends signed transactions and tells what the chain made of them.</summary>
public interface ITransactionNetwork
{
    /// <summary>Sends the attempt's bytes; the same bytes may be sent any number of times. Never throws for the network's failures.</summary>
    /// <param name="preflight">True for the first send: the node simulates it and says what is wrong.</param>
    Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken);

    /// <summary>
    /// The statuses of recent transactions, in the order asked; null means only that the node has not heard of it.
    /// </summary>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<IReadOnlyList<ObservedStatus?>> GetStatusesAsync(
        IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken);

    /// <summary>
    /// Judges by the procedure of <c>docs/transfers.md</c> whether the attempt can still be executed. Everything short of proof is
    /// <see cref="AttemptVerdict.Unknown"/>. Never throws for the network's failures.
    /// </summary>
    Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken);

    /// <summary>How the transaction was executed, with balances; null while the node does not have it.</summary>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<TransferExecution?> GetExecutionAsync(
        TransactionSignature signature, ExecutionParties parties, Commitment commitment, CancellationToken cancellationToken);

    /// <summary>Completes when the network hints that the transaction was confirmed, or when cancelled. A hint only: look it up.</summary>
    Task WaitForHintAsync(TransactionSignature signature, CancellationToken cancellationToken);
}

/// <summary>The accounts whose balances are told with an execution.</summary>
/// <param name="Source">The wallet.</param>
/// <param name="Recipient">Null when only the transaction itself says where funds go.</param>
/// <param name="SourceTokens">The wallet's token account, when tokens are paid.</param>
/// <param name="RecipientTokens">The recipient's token account, when tokens are paid to one recipient.</param>
public sealed record ExecutionParties(
    SolanaAddress Source, SolanaAddress? Recipient, SolanaAddress? SourceTokens = null, SolanaAddress? RecipientTokens = null);

public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>A node took it. That is all: it may still be dropped.</summary>
    public sealed record Accepted : SendOutcome;

    /// <summary>The node has executed it already: look it up.</summary>
    public sealed record AlreadyProcessed : SendOutcome;

    /// <summary>
    /// A node's simulation refused it. Not proof: other nodes may see other state, and the bytes may still execute.
    /// </summary>
    /// <param name="ChainError">The chain's error as the node's JSON.</param>
    public sealed record Refused(string ChainError) : SendOutcome;

    /// <summary>No usable answer: it may have been taken.</summary>
    public sealed record Unknown(string Reason) : SendOutcome;
}

/// <param name="ChainError">The chain's error as the node's JSON; null when it succeeded.</param>
public sealed record ObservedStatus(ulong Slot, Commitment Confirmation, string? ChainError);

public abstract record AttemptVerdict
{
    private AttemptVerdict()
    {
    }

    /// <summary>It was executed.</summary>
    public sealed record Landed(ObservedStatus Status) : AttemptVerdict;

    /// <summary>It was not executed and never can be.</summary>
    public sealed record Dead(ulong JudgedAtSlot) : AttemptVerdict;

    /// <summary>Neither is proven: wait, send the same bytes again, judge again.</summary>
    public sealed record Unknown(string Reason) : AttemptVerdict;
}
