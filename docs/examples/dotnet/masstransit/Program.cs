// The same routes with nothing but MassTransit and the contracts: for programs that have a bus already.
//
//   WALLET_BROKER_URL=amqp://user:password@127.0.0.1:5672/vhost dotnet run
//
// Prints a line for each route; any surprise ends it with an error.

using System.Net.Security;
using System.Security.Authentication;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletService.Contracts;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;

var broker = new Uri(Environment.GetEnvironmentVariable("WALLET_BROKER_URL")!);
var credentials = broker.UserInfo.Split(':').Select(Uri.UnescapeDataString).ToArray();

// Requests go to the service's topic exchange. MassTransit declares what it sends to, so it has to know the exchange as the service does.
var exchange = new Uri($"exchange:{Routes.Exchange}?type=topic&alternateexchange={Routes.UnknownRouteExchange}");

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMassTransit(bus =>
{
    bus.AddRequestClient<CreateWallet>(exchange);
    bus.AddRequestClient<ListWallets>(exchange);
    bus.AddRequestClient<GetBalance>(exchange);
    bus.UsingRabbitMq((_, rabbitMq) =>
    {
        rabbitMq.Host(new UriBuilder(broker) { UserName = null, Password = null }.Uri, host =>
        {
            host.Username(credentials[0]);
            host.Password(credentials[1]);
            if (broker.Scheme == "amqps")
            {
                // MassTransit by itself takes a certificate that is not in order.
                host.UseSsl(tls =>
                {
                    tls.ServerName = broker.Host;
                    tls.Protocol = SslProtocols.Tls12 | SslProtocols.Tls13;
                    tls.EnforcePolicyErrors(
                        SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateNameMismatch
                        | SslPolicyErrors.RemoteCertificateChainErrors);
                });
            }
        });

        // The user's permissions at the broker are for reply queues of this name, and nobody else's.
        rabbitMq.OverrideDefaultBusEndpointQueueName(ReplyQueues.NewName(credentials[0]));

        // The routing key is the route.
        rabbitMq.Send<CreateWallet>(send => send.UseRoutingKeyFormatter(_ => Routes.CreateWallet));
        rabbitMq.Send<ListWallets>(send => send.UseRoutingKeyFormatter(_ => Routes.ListWallets));
        rabbitMq.Send<GetBalance>(send => send.UseRoutingKeyFormatter(_ => Routes.GetBalance));

        // The broker vouches for this name, by which the service knows its callers.
        rabbitMq.ConfigureSend(pipe => pipe.UseExecute(context =>
        {
            if (context.TryGetPayload(out RabbitMqSendContext? amqp))
            {
                amqp.BasicProperties.UserId = credentials[0];
            }
        }));
    });
});

using var host = builder.Build();
await host.StartAsync();
using var scope = host.Services.CreateScope();
var userId = $"masstransit-{Guid.CreateVersion7()}";

var wallet = await AskAsync<CreateWallet, CreateWalletReply, WalletDetails>(
    new CreateWallet { UserId = userId, Label = "From MassTransit", RequestId = Guid.CreateVersion7().ToString() });
Tell(Routes.CreateWallet, $"{wallet.WalletId} {wallet.Address}");

var list = await AskAsync<ListWallets, ListWalletsReply, WalletList>(new ListWallets { UserId = userId });
Tell(Routes.ListWallets, $"{list.Wallets.Count} wallet");

var balance = await AskAsync<GetBalance, GetBalanceReply, Balance>(new GetBalance { UserId = userId, WalletId = wallet.WalletId });
Tell(Routes.GetBalance, $"{balance.Sol} SOL at slot {balance.Slot}");
await host.StopAsync();

async Task<TData> AskAsync<TRequest, TReply, TData>(TRequest request)
    where TRequest : class
    where TReply : Reply<TData>
    where TData : class
{
    var client = scope.ServiceProvider.GetRequiredService<IRequestClient<TRequest>>();
    var reply = (await client.GetResponse<TReply>(request)).Message;
    return reply.Data ?? throw new InvalidOperationException($"{reply.Error?.Code}: {reply.Error?.Message}");
}

static void Tell(string route, string outcome) => Console.WriteLine($"{route,-31} {outcome}");
