using WalletService.Benchmarks.Echo;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Asks MassTransit's echo, which takes the address of the reply from a header of MassTransit's own.</summary>
internal sealed class MassTransitEchoWorkload(BrokerAccess broker)
    : EchoWorkload('b', "MassTransit echo", EchoRoutes.MassTransit)
{
    public override IDictionary<string, object?> Headers { get; } = new Dictionary<string, object?>
    {
        ["MT-Response-Address"] = $"rabbitmq://{broker.Uri.Authority}{broker.Uri.AbsolutePath}/amq.rabbitmq.reply-to",
    };
}
