using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using WalletService.Domain.Events;
using WalletService.Domain.Values;

namespace WalletService.Host.Events;

/// <summary>What a reader asks for.</summary>
/// <param name="Filter">Which events.</param>
/// <param name="After">The last position that it has seen; null to begin with what is published from now on.</param>
internal sealed record EventRequest(EventFilter Filter, long? After)
{
    private static readonly HashSet<string> Known = ["userId", "walletId", "topic", "lastEventId"];

    /// <summary>False with the reason and the HTTP status that says it.</summary>
    public static bool TryRead(
        HttpRequest http, EventReader reader, [NotNullWhen(true)] out EventRequest? request, out (int Status, string Reason) refusal)
    {
        request = null;
        refusal = (StatusCodes.Status400BadRequest, string.Empty);

        // A misspelt filter would show everything.
        if (http.Query.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
        {
            refusal.Reason = $"There is no parameter '{unknown}'. There are userId, walletId, topic and lastEventId.";
            return false;
        }

        UserId? user = null;
        if (http.Query.TryGetValue("userId", out var userText) && !UserId.TryParse(Single(userText), out user))
        {
            refusal.Reason = "userId is a user as the calling services name them.";
            return false;
        }

        WalletId? wallet = null;
        if (http.Query.TryGetValue("walletId", out var walletText) && !WalletId.TryParse(Single(walletText), out wallet))
        {
            refusal.Reason = "walletId is a UUID.";
            return false;
        }

        if (!TryReadTopics(http.Query["topic"], out var topics))
        {
            refusal.Reason = $"topic is one or several of {string.Join(", ", EventTopics.All)}.";
            return false;
        }

        if (!TryReadPosition(http, out var after))
        {
            refusal.Reason = "The last event id is a number, as the id of an event gave it.";
            return false;
        }

        if (user is not null && !reader.MayRead(user))
        {
            refusal = (StatusCodes.Status403Forbidden, "The token may not read this user's events.");
            return false;
        }

        request = new EventRequest(
            new EventFilter { Users = user is not null ? [user] : reader.Users, Wallet = wallet, Topics = topics }, after);
        return true;
    }

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;

    private static bool TryReadTopics(StringValues values, out IReadOnlyList<string>? topics)
    {
        string[] asked = [.. values.SelectMany(value => value?.Split(',') ?? [])];
        topics = values.Count == 0 ? null : asked;
        return asked.All(topic => EventTopics.All.Contains(topic));
    }

    /// <summary>The header is what an event source sends by itself when it connects again, so it is the newer of the two.</summary>
    private static bool TryReadPosition(HttpRequest http, out long? after)
    {
        after = null;
        var header = http.Headers["Last-Event-ID"];
        var values = header.Count > 0 ? header : http.Query["lastEventId"];
        if (values.Count == 0)
        {
            return true;
        }

        var isNumber = long.TryParse(Single(values), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        after = number;
        return isNumber;
    }
}
