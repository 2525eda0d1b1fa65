namespace WalletService.Domain.Events;

/// <summary>How much an event of <see cref="EventTopics.Errors"/> matters to an operator.</summary>
public static class EventSeverities
{
    /// <summary>Good news after bad.</summary>
    public const string Info = "info";

    /// <summary>Somebody should look at it; the service goes on.</summary>
    public const string Warning = "warning";

    /// <summary>The service can't do its work, or may be under attack: somebody has to look at it now.</summary>
    public const string Critical = "critical";
}
