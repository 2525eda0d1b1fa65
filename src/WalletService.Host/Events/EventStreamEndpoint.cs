using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Host.Events;

/// <summary><c>GET /events</c>: published events as server-sent events. <c>docs/events.md</c> describes it.</summary>
internal static partial class EventStreamEndpoint
{
    public static void AddEventStream(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("EventStream");
        builder.Services.AddValidatedOptions<EventStreamOptions, EventStreamOptionsValidator>(section);
        builder.Services.AddSingleton<IValidateOptions<EventStreamOptions>, EventStreamOptionsRules>();
        builder.Services.AddSingleton<EventAccess>();
        builder.Services.AddSingleton<RefusedReaders>();
        builder.Services.AddSingleton<EventStreamMetrics>();
        builder.Services.AddSingleton<EventStream>();
        builder.Services.AddSingleton<EventFeed>();
        if (section.GetValue<bool>(nameof(EventStreamOptions.Enabled)))
        {
            builder.Services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        }
    }

    public static void MapEventStream(this WebApplication app)
    {
        if (app.Services.GetRequiredService<EventStreamOptions>().Enabled)
        {
            app.MapGet("/events", ServeAsync);

            // Measured from now on, not from the first reader.
            app.Services.GetRequiredService<EventStreamMetrics>();
        }
    }

    private static async Task ServeAsync(
        HttpContext context,
        EventAccess access,
        RefusedReaders refused,
        EventFeed feed,
        EventStream stream,
        EventStreamOptions options,
        EventStreamMetrics metrics,
        IHostApplicationLifetime lifetime,
        ILogger<EventStream> logger)
    {
        if (access.Find(context.Request.Headers.Authorization) is not { } reader)
        {
            refused.Refused(reader: null, context.Connection.RemoteIpAddress);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(context, metrics, StatusCodes.Status401Unauthorized, "A bearer token is needed that may read events.");
            return;
        }

        if (!EventRequest.TryRead(context.Request, reader, out var request, out var refusal))
        {
            if (refusal.Status == StatusCodes.Status403Forbidden)
            {
                refused.Refused(reader.Name, context.Connection.RemoteIpAddress);
            }

            await RefuseAsync(context, metrics, refusal.Status, refusal.Reason);
            return;
        }

        if (!metrics.TryEnter(options.MaximumConnections))
        {
            await RefuseAsync(context, metrics, StatusCodes.Status503ServiceUnavailable, "As many readers as may be are connected. Try again later.");
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            if (await FindStartAsync(context, feed, request, metrics, ending.Token) is { } after)
            {
                Log.Opened(logger, reader.Name, after);
                Begin(context);
                var end = await stream.RunAsync(context.Response.BodyWriter, request.Filter, after, ending.Token);
                Log.Closed(logger, reader.Name, end);
                if (end == EventStreamEnd.NotTaken)
                {
                    context.Abort();
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader has gone, or the instance stops: readers go on elsewhere from their last id.
        }
        finally
        {
            metrics.Leave();
        }
    }

    /// <summary>The position after which the stream begins; null when the request was refused.</summary>
    private static async Task<long?> FindStartAsync(
        HttpContext context, EventFeed feed, EventRequest request, EventStreamMetrics metrics, CancellationToken cancellationToken)
    {
        EventLogRange range;
        try
        {
            range = await feed.GetRangeAsync(cancellationToken);
        }
        catch (PortUnavailableException)
        {
            await RefuseAsync(context, metrics, StatusCodes.Status503ServiceUnavailable, "Events can't be read at the moment. Try again later.");
            return null;
        }

        if (request.After < range.Trimmed)
        {
            await RefuseAsync(
                context, metrics, StatusCodes.Status410Gone, $"Events up to {range.Trimmed} were deleted. Begin without a last event id, or with {range.Trimmed}.");
            return null;
        }

        if (request.After > range.Last)
        {
            await RefuseAsync(
                context, metrics, StatusCodes.Status410Gone, $"There was no such event: the newest is {range.Last}. Begin without a last event id.");
            return null;
        }

        return request.After ?? range.Last;
    }

    private static void Begin(HttpContext context)
    {
        // How long a reader may take nothing is a setting of our own.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";

        // Proxies that gather answers would hold events back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private static Task RefuseAsync(HttpContext context, EventStreamMetrics metrics, int status, string reason)
    {
        metrics.Refused(status);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        return Results.Problem(reason, statusCode: status).ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Reader} reads events after {Position}.")]
        public static partial void Opened(ILogger logger, string reader, long position);

        [LoggerMessage(2, LogLevel.Information, "{Reader} is no longer served with events: {End}.")]
        public static partial void Closed(ILogger logger, string reader, EventStreamEnd end);
    }
}
