namespace WalletService.Domain.Transactions;

/// <summary>Where a transfer stands. <see cref="TransferTransitions"/> has the moves between these.</summary>
public enum TransferStatus
{
    /// <summary>Committed; nothing decided yet.</summary>
    Received,

    /// <summary>Waits for people to approve it.</summary>
    AwaitingApproval,

    /// <summary>Accepted, funds reserved; to be signed, for the first time or again after a proven death.</summary>
    Ready,

    /// <summary>A signed transaction is committed; it may be sent at any moment from now on.</summary>
    Signed,

    /// <summary>A node has taken the transaction.</summary>
    Submitted,

    /// <summary>Executed in a block that a supermajority voted for.</summary>
    Confirmed,

    /// <summary>Executed for good. An end.</summary>
    Finalized,

    /// <summary>Refused before anything was signed. An end.</summary>
    Rejected,

    /// <summary>Executed with an error: the fee is spent, nothing moved. An end.</summary>
    Failed,

    /// <summary>Every transaction signed for it is proven dead and there will be no other. An end.</summary>
    Expired,

    /// <summary>Called off before anything was signed, or when all that was signed was proven dead. An end.</summary>
    Cancelled,
}
