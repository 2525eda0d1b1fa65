using MassTransit;
using WalletService.Contracts;
using WalletService.Messaging.Events;
using WalletService.Messaging.Wire;

namespace WalletService.CrashHost;

/// <summary>Reaches the crash points around replies, events and acknowledgements, which MassTransit sends.</summary>
public sealed class CrashingMessages(CrashSwitch crash) : ISendObserver, IReceiveObserver
{
    public Task PreSend<T>(SendContext<T> context)
        where T : class
    {
        Reach<T>(CrashSide.Before);
        return Task.CompletedTask;
    }

    public Task PostSend<T>(SendContext<T> context)
        where T : class
    {
        Reach<T>(CrashSide.After);
        return Task.CompletedTask;
    }

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    /// <summary>Remembers which requests came after the point was armed: the acknowledgement of an earlier one may still follow.</summary>
    public Task PreReceive(ReceiveContext context)
    {
        if (crash.IsArmed)
        {
            context.GetOrAddPayload(() => new ReceivedUnderArms());
        }

        return Task.CompletedTask;
    }

    /// <summary>The consumer is done; the acknowledgement follows.</summary>
    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        ReachAcknowledgement(context.ReceiveContext, CrashSide.Before);
        return Task.CompletedTask;
    }

    /// <summary>The acknowledgement was written.</summary>
    public Task PostReceive(ReceiveContext context)
    {
        ReachAcknowledgement(context, CrashSide.After);
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private void ReachAcknowledgement(ReceiveContext context, CrashSide side)
    {
        if (context.TryGetPayload<ReceivedUnderArms>(out _))
        {
            crash.Reach(CrashStep.Acknowledgement, side);
        }
    }

    private void Reach<T>(CrashSide side)
    {
        if (typeof(T) == typeof(EventMessage))
        {
            crash.Reach(CrashStep.Publish, side);
        }
        else if (typeof(T) == typeof(BareReply) || typeof(T).BaseType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Reply<>))
        {
            crash.Reach(CrashStep.Reply, side);
        }
    }

    private sealed class ReceivedUnderArms;
}
