using Microsoft.Extensions.Logging;

namespace WalletService.Ledger.Solana;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "No new blockhash: {Reason}")]
    public static partial void BlockhashNotRefreshed(this ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Node} belongs to the expected cluster {GenesisHash}")]
    public static partial void ClusterVerified(this ILogger logger, string node, string genesisHash);

    [LoggerMessage(3, LogLevel.Warning, "The cluster of {Node} is not known yet, it is not used: {Reason}")]
    public static partial void ClusterUnknown(this ILogger logger, string node, string reason);

    [LoggerMessage(4, LogLevel.Critical, "{Node} belongs to cluster {GenesisHash}, not to {Expected}; it is not used")]
    public static partial void WrongCluster(this ILogger logger, string node, string genesisHash, string expected);

    [LoggerMessage(5, LogLevel.Warning, "{Node} answered the send of {Signature} with another signature, {Answered}")]
    public static partial void OtherSignatureAnswered(this ILogger logger, string node, string signature, string answered);

    [LoggerMessage(6, LogLevel.Information, "{Node} has executed {Signature} already")]
    public static partial void AlreadyProcessed(this ILogger logger, string node, string signature);

    [LoggerMessage(7, LogLevel.Warning, "{Node} refuses {Signature} in its simulation: {ChainError}")]
    public static partial void SendRefused(this ILogger logger, string node, string signature, string chainError);

    [LoggerMessage(8, LogLevel.Warning, "It is not known whether {Node} took {Signature}: {Reason}")]
    public static partial void SendOutcomeUnknown(this ILogger logger, string node, string signature, string reason);

    [LoggerMessage(9, LogLevel.Warning, "{Signature} can never be executed: judged at slot {Slot} by {Nodes} node(s)")]
    public static partial void ProvenDead(this ILogger logger, string signature, ulong slot, int nodes);

    [LoggerMessage(10, LogLevel.Debug, "No hint for {Signature}: {Reason}")]
    public static partial void NoHint(this ILogger logger, string signature, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Solana node {Node} {What}: {Reason}")]
    public static partial void NodeChanged(this ILogger logger, string node, string what, string reason);

    [LoggerMessage(12, LogLevel.Error, "A look at the nodes failed; they are looked at again")]
    public static partial void LookFailed(this ILogger logger, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "The event {Type} is not written yet: {Reason}")]
    public static partial void NodeEventDelayed(this ILogger logger, string type, string reason);

    [LoggerMessage(14, LogLevel.Error, "{Node} and {Witness} say different things of the finalized block of slot {Slot}; nothing of it is booked")]
    public static partial void NodesDisagree(this ILogger logger, string node, string witness, ulong slot);

    [LoggerMessage(15, LogLevel.Error, "{Node} and {Witness} say different things of how {Signature} was executed; neither is taken for final")]
    public static partial void StatusesDisagree(this ILogger logger, string node, string witness, string signature);
}
