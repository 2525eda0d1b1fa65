using System.Collections.Concurrent;
using System.Globalization;
using MassTransit;
using WalletService.Contracts;

namespace WalletService.Client;

/// <summary>Sends a request, waits for its reply, and asks again where that is safe.</summary>
internal sealed class RequestSender(IBus bus, WalletRequestOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly IClientFactory clients = bus.CreateClientFactory();
    private readonly ConcurrentDictionary<Type, object> requestClients = new();

    /// <summary>
    /// The topic exchange of requests. It is declared when it is missing, so its arguments have to be the service's own.
    /// </summary>
    private readonly Uri exchange = string.Equals(bus.Address.Scheme, "loopback", StringComparison.Ordinal)
        ? new Uri($"exchange:{Routes.Exchange}?type=Topic")
        : new Uri($"exchange:{Routes.Exchange}?type=topic&alternateexchange={Routes.UnknownRouteExchange}");

    /// <param name="requestId">The request's idempotency key; null for a request that changes nothing or may be repeated anyway.</param>
    /// <param name="ownWait">How long the request tells the service to wait.</param>
    public async Task<TData> AskAsync<TRequest, TReply, TData>(
        string route, TRequest request, string? requestId, TimeSpan ownWait, CancellationToken cancellationToken)
        where TRequest : class
        where TReply : Reply<TData>
        where TData : class
    {
        var attempt = 0;
        while (true)
        {
            attempt++;
            var isLast = attempt >= options.MaximumAttempts;
            var reply = await AskOnceAsync<TRequest, TReply>(route, request, ownWait, cancellationToken);
            if (reply is { Success: true, Data: { } data })
            {
                return data;
            }

            if (reply is { Error: { } error } && (isLast || !MaySucceedAgain(error)))
            {
                throw new WalletRequestException(error, requestId);
            }

            if (isLast)
            {
                throw new TimeoutException(NoAnswer(route, requestId));
            }

            await Task.Delay(PauseBefore(attempt, reply?.Error), time, cancellationToken);
        }
    }

    /// <summary>The reply, or null when none came in time.</summary>
    private async Task<TReply?> AskOnceAsync<TRequest, TReply>(
        string route, TRequest request, TimeSpan ownWait, CancellationToken cancellationToken)
        where TRequest : class
        where TReply : class
    {
        var client = (IRequestClient<TRequest>)requestClients.GetOrAdd(
            typeof(TRequest), _ => clients.CreateRequestClient<TRequest>(exchange));
        try
        {
            var response = await client.GetResponse<TReply>(
                request,
                send => send.UseExecuteAsync(context => AddressAsync(context, route)),
                cancellationToken,
                options.Timeout + ownWait);
            return response.Message;
        }
        catch (RequestTimeoutException)
        {
            return null;
        }
    }

    private async Task AddressAsync(SendContext context, string route)
    {
        if (options.CallerToken is { } token)
        {
            context.Headers.Set("authorization", $"Bearer {await token(context.CancellationToken)}");
        }

        context.TrySetRoutingKey(route);
        if (options.BrokerUser is { } user && context.TryGetPayload(out RabbitMqSendContext? amqp))
        {
            amqp.BasicProperties.UserId = user;
        }
    }

    /// <summary>
    /// Codes after which the very same request can get another answer. Others that are retryable ask for a new request (an expired
    /// transaction, for one), which is the caller's decision.
    /// </summary>
    private static bool MaySucceedAgain(ErrorDetails error) =>
        error is { Retryable: true, Code: ErrorCodes.RateLimited or ErrorCodes.DependencyUnavailable or ErrorCodes.Internal };

    private static TimeSpan PauseBefore(int attempt, ErrorDetails? error)
    {
        if (error?.Details?.TryGetValue("retryAfterMs", out var text) == true
            && long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, 60_000));
        }

        return FirstPause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
    }

    private static string NoAnswer(string route, string? requestId) => requestId is null
        ? $"The wallet service did not answer {route} in time. Ask again later."
        : $"The wallet service did not answer {route} in time, and whether it took effect is unknown. Ask again with the same "
            + $"requestId, {requestId}: it never takes effect twice.";
}
