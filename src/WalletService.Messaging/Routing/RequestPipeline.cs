using Microsoft.Extensions.DependencyInjection;
using WalletService.Contracts;
using WalletService.Domain.Errors;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Features;
using WalletService.Messaging.Limits;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <summary>What every request goes through: its handler, the translation of failures, the reply, and the record of it.</summary>
internal sealed class RequestPipeline(
    IServiceProvider services,
    FailureTranslation failures,
    PendingReplies pending,
    ReplySender replies,
    RefusedCallers refusedCallers,
    RequestLimits limits,
    FeatureAdmission features,
    RequestTelemetry telemetry)
{
    public Task RunAsync(RequestDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Refusal is { Code: ErrorCodes.UnauthorizedCaller } refusal)
        {
            refusedCallers.Note(delivery, refusal);
        }

        return delivery.Route is { } route ? route.RunAsync(this, delivery, cancellationToken) : RejectAsync(delivery);
    }

    /// <summary>Called by the route, which knows the types.</summary>
    public async Task RunAsync<TRequest, TReply, TData>(
        TypedWalletRoute<TRequest, TReply, TData> route, RequestDelivery delivery, CancellationToken cancellationToken)
        where TRequest : class
        where TReply : Reply<TData>
        where TData : class
    {
        var run = telemetry.Begin(delivery);
        try
        {
            await AnswerAsync(route, delivery, run, cancellationToken);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private async Task AnswerAsync<TRequest, TReply, TData>(
        TypedWalletRoute<TRequest, TReply, TData> route, RequestDelivery delivery, RequestRun run, CancellationToken cancellationToken)
        where TRequest : class
        where TReply : Reply<TData>
        where TData : class
    {
        if (delivery.Request is not TRequest request)
        {
            await ReplyAsync(route, delivery, delivery.Refusal!, run);
            return;
        }

        var limited = await limits.RefuseAsync(route, delivery.Origin.Caller, route.UserIdOf(request), cancellationToken);
        run.EndStage(RequestStages.Limits);
        if (limited is not null)
        {
            await ReplyAsync(route, delivery, limited, run);
            return;
        }

        var handler = services.GetRequiredService<IRequestHandler<TRequest, TData>>();
        var answer = await failures.TranslateAsync(
            async () => await features.RefuseAsync(route, request, delivery.Origin, cancellationToken) is { } disabled
                ? disabled
                : await handler.HandleAsync(request, delivery.Origin, cancellationToken),
            route.Name,
            cancellationToken);
        run.EndStage(RequestStages.Handling);
        if (answer.Now is { } result)
        {
            await ReplyAsync(route, delivery, result, run);
            return;
        }

        await pending.AddAsync(async stopping =>
        {
            var later = await failures.TranslateAsync<TData>(
                async () => await answer.Later!(stopping), route.Name, CancellationToken.None);
            run.EndStage(RequestStages.Waiting);
            await ReplyAsync(route, delivery, later.Now!, run);
        });
    }

    private async Task ReplyAsync<TRequest, TReply, TData>(
        TypedWalletRoute<TRequest, TReply, TData> route, RequestDelivery delivery, Result<TData> result, RequestRun run)
        where TRequest : class
        where TReply : Reply<TData>
        where TData : class
    {
        var reply = route.ToReply(result);
        await replies.SendAsync(delivery.ReplyAddress, reply);
        run.End(reply.Error?.Code);
    }

    /// <summary>Answers what is a request of no route.</summary>
    private async Task RejectAsync(RequestDelivery delivery)
    {
        using var run = telemetry.Begin(delivery);
        var error = delivery.Refusal!.ToDetails();
        await replies.SendAsync(delivery.ReplyAddress, new RejectedReply { Success = false, Error = error });
        run.End(error.Code);
    }
}
