using WalletService.Domain.Risk;

namespace WalletService.Messaging.Risk;

/// <summary>The names at the broker by which a risk service is asked. Permanent: its operators know them.</summary>
internal static class RiskQueues
{
    /// <summary>The queue that the risk service reads, also the routing key of questions.</summary>
    public static string Requests(RiskOptions options) => $"{options.Exchange}.requests";

    /// <summary>The exchange for answers; each instance's queue has this name and a secret.</summary>
    public static string Replies(RiskOptions options) => $"{options.Exchange}.replies";
}
