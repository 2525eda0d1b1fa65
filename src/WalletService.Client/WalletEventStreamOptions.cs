using System.Net;

namespace WalletService.Client;

/// <summary>How the live stream of events is reached.</summary>
public sealed class WalletEventStreamOptions
{
    /// <summary>Of the service's host, e.g. <c>https://wallets.example/</c>, with a slash at its end.</summary>
    public required Uri ServiceUri { get; init; }

    /// <summary>The bearer token; null where none is asked for.</summary>
    public string? Token { get; init; }

    /// <summary>How long after a break it is tried again, unless the service asks for another time. Default 2 s.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A connection on which nothing comes for so long, not even a heartbeat, is given up. Default 60 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Which events are read; all that the token covers when nothing is given.</summary>
public sealed record WalletEventFilter
{
    public string? UserId { get; init; }

    public string? WalletId { get; init; }

    /// <summary>E.g. <c>transaction-events</c>.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    internal string ToQuery()
    {
        (string Name, string? Value)[] given =
            [("userId", UserId), ("walletId", WalletId), .. Topics.Select(topic => ("topic", (string?)topic))];
        var query = string.Join('&', given.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length == 0 ? string.Empty : $"?{query}";
    }
}

/// <summary>The service refuses to stream events, for a reason that another try would not change.</summary>
public sealed class WalletEventStreamException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
