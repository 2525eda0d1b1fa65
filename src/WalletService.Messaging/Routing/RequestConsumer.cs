using MassTransit;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <summary>The one consumer of all endpoints.</summary>
internal sealed class RequestConsumer(RequestPipeline pipeline) : IConsumer<RequestDelivery>
{
    public Task Consume(ConsumeContext<RequestDelivery> context) => pipeline.RunAsync(context.Message, context.CancellationToken);
}
