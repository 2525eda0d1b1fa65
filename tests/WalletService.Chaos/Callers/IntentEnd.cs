namespace WalletService.Chaos.Callers;

/// <summary>How an intent ended.</summary>
public enum IntentEnd
{
    /// <summary>Paid, in a finalized block.</summary>
    Finalized,

    /// <summary>Executed with an error: the fee was paid, nothing else moved.</summary>
    Failed,

    /// <summary>Taken, and refused before anything was signed.</summary>
    Rejected,

    /// <summary>Signed, and proven never to be executed.</summary>
    Expired,

    /// <summary>Called off.</summary>
    Cancelled,

    /// <summary>Refused without a record of it.</summary>
    Refused,
}
