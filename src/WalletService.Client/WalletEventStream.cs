using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WalletService.Contracts;
using WalletService.Contracts.Management;

namespace WalletService.Client;

/// <summary>
/// Reads events live from the service's <c>GET /events</c>, and goes on by itself after a break, with nothing left out. For a service that must not
/// miss events while it is stopped, a queue of its own at the broker is simpler than keeping the last id.
/// </summary>
public sealed class WalletEventStream(HttpClient http, WalletEventStreamOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>Told of each break, before it is tried again.</summary>
    public Action<string>? Interrupted { get; init; }

    /// <summary>Never ends but by cancellation or an exception.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="lastId">The id of the last event that was seen; null to begin with what is published from now on.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="WalletEventStreamException">The service refuses: the token, the filter, or an id that is too old.</exception>
    /// <exception cref="WalletConnectionException">The service could not be reached the first time.</exception>
    public async IAsyncEnumerable<StreamedEvent> ReadAsync(
        WalletEventFilter filter, string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isFirst = true;
        var delay = options.ReconnectDelay;
        while (true)
        {
            var (stream, problem) = await TryOpenAsync(filter, lastId, cancellationToken);
            if (stream is null && isFirst)
            {
                throw new WalletConnectionException($"The service's events can't be reached: {problem}");
            }

            if (stream is not null)
            {
                isFirst = false;
                await using var connection = new ConnectionLife(stream, options.IdleTimeout);
                var parser = SseParser.Create(connection, (_, data) => data.ToArray());
                await using var items = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await NextAsync(items) is { } item)
                {
                    if (item.EventType == "gone")
                    {
                        throw new WalletEventStreamException(HttpStatusCode.Gone, "Events after the last id were deleted. Read the state, and begin without an id.");
                    }

                    lastId = parser.LastEventId;
                    yield return new StreamedEvent(lastId, Read(item.Data));
                }

                lastId = parser.LastEventId.Length > 0 ? parser.LastEventId : lastId;
                delay = parser.ReconnectionInterval is { Ticks: > 0 } asked ? asked : delay;
                problem = "the connection was lost";
            }

            Interrupted?.Invoke(problem!);
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private static WalletEvent Read(byte[] data) =>
        JsonSerializer.Deserialize<WalletEvent>(data, ContractJson.Options) ?? throw new JsonException("An event is a JSON object.");

    /// <summary>Null when the connection has ended, however it did.</summary>
    private static async Task<SseItem<byte[]>?> NextAsync(IAsyncEnumerator<SseItem<byte[]>> items)
    {
        try
        {
            return await items.MoveNextAsync() ? items.Current : null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
        {
            return null;
        }
    }

    private async Task<(Stream? Stream, string? Problem)> TryOpenAsync(WalletEventFilter filter, string? lastId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.ServiceUri, $"events{filter.ToQuery()}"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (options.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        try
        {
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return (await answer.Content.ReadAsStreamAsync(cancellationToken), null);
            }

            using (answer)
            {
                var reason = await ReasonAsync(answer, cancellationToken);
                return (int)answer.StatusCode >= 500 ? (null, reason) : throw new WalletEventStreamException(answer.StatusCode, reason);
            }
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.Message);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode}");
        try
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? status : status;
        }
        catch (JsonException)
        {
            return status;
        }
    }
}

/// <param name="Id">Where the event stands in the stream: what to go on from.</param>
/// <param name="Event">What happened.</param>
public sealed record StreamedEvent(string Id, WalletEvent Event);
