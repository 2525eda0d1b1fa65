namespace WalletService.Simulation.Nodes;

/// <summary>What is wrong with a node for a while.</summary>
internal enum NodeMood
{
    Well,

    /// <summary>Answers from many slots ago, and says so only in its context slot.</summary>
    Behind,

    /// <summary>Two machines behind one address, one of them behind: each call may be answered by either.</summary>
    Uneven,

    /// <summary>429 with Retry-After.</summary>
    Throttling,

    /// <summary>Errors of HTTP and of JSON-RPC, broken connections.</summary>
    Failing,

    /// <summary>Never answers.</summary>
    Silent,

    /// <summary>Does what it is asked, and the answer gets lost.</summary>
    LosingReplies,

    /// <summary>Takes transactions and forgets them.</summary>
    DroppingSends,

    /// <summary>Takes transactions and hands them to a leader much later.</summary>
    DelayingSends,

    /// <summary>Says nothing of transactions that it knows.</summary>
    HidingStatuses,
}
