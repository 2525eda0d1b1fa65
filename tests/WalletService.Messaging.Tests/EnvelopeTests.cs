using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Client;
using WalletService.Contracts;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Values;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>The same routes for .NET callers, in MassTransit's envelopes.</summary>
public sealed class EnvelopeTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Fact]
    public async Task The_client_does_all_routes_over_RabbitMQ()
    {
        await using var client = await ConnectAsync(fixture.Broker);
        await DoAllRoutesAsync(client, fixture.Service);
    }

    [Fact]
    public async Task The_client_does_all_routes_within_the_process()
    {
        await using var service = await RunningService.StartInMemoryAsync(services => services.AddWalletClient());
        await DoAllRoutesAsync(service.Services.GetRequiredService<IWalletClient>(), service);
    }

    [Fact]
    public async Task Refusals_come_as_exceptions_with_the_error()
    {
        await using var client = await ConnectAsync(fixture.Broker);
        var refused = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.GetWalletAsync(new GetWallet { UserId = Some.User(), WalletId = Guid.CreateVersion7().ToString() }));
        Assert.Equal("WALLET_NOT_FOUND", refused.Error.Code);

        var missing = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.CreateWalletAsync(new CreateWallet { UserId = "u", Label = "" }));
        Assert.Equal("label", missing.Error.Details!["field"]);
        Assert.NotNull(missing.RequestId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_request_client_is_answered_on_its_queue_and_by_direct_reply_to(bool directReplyTo)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddMassTransit(bus =>
        {
            if (directReplyTo)
            {
                bus.SetRabbitMqReplyToRequestClientFactory();
            }

            bus.UsingRabbitMq((_, rabbitMq) =>
            {
                rabbitMq.Host(fixture.Broker.Uri, host =>
                {
                    host.Username(fixture.Broker.UserName);
                    host.Password(fixture.Broker.Password);
                });
                rabbitMq.Send<ListWallets>(send => send.UseRoutingKeyFormatter(_ => Routes.ListWallets));
                rabbitMq.Send<TransferSol>(send => send.UseRoutingKeyFormatter(_ => Routes.TransferSol));
            });
            var exchange = new Uri($"exchange:{Routes.Exchange}?type=topic&alternateexchange={Routes.UnknownRouteExchange}");
            bus.AddRequestClient<ListWallets>(exchange);
            bus.AddRequestClient<TransferSol>(exchange);
        });
        await using var provider = services.BuildServiceProvider();
        var control = provider.GetRequiredService<IBusControl>();
        await control.StartAsync();
        try
        {
            using var scope = provider.CreateScope();
            var list = await scope.ServiceProvider.GetRequiredService<IRequestClient<ListWallets>>()
                .GetResponse<ListWalletsReply>(new ListWallets { UserId = Some.User() });
            Assert.True(list.Message.Success);
            Assert.Empty(list.Message.Data!.Wallets);

            // A reply that follows after the acknowledgement.
            var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
            var transfer = await scope.ServiceProvider.GetRequiredService<IRequestClient<TransferSol>>()
                .GetResponse<TransferSolReply>(new TransferSol
                {
                    UserId = wallet.UserId,
                    WalletId = wallet.WalletId,
                    Recipient = Some.Address(),
                    Amount = "1",
                    WaitFor = "finalized",
                });
            Assert.Equal("finalized", transfer.Message.Data?.Status);
        }
        finally
        {
            await control.StopAsync();
        }
    }

    [Fact]
    public async Task An_envelope_of_an_unknown_type_is_answered_to_its_sender()
    {
        var before = fixture.Caller.Replies.Count;
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            ReplyTo = AmqpCaller.DirectReplyTo,
        };
        var envelope = $$"""
            {"messageType":["urn:message:Somebody:Else"],"message":{},"responseAddress":"rabbitmq://{{fixture.Broker.Uri.Authority}}{{fixture.Broker.Uri.AbsolutePath}}/amq.rabbitmq.reply-to"}
            """;
        await fixture.Caller.Channel.BasicPublishAsync(
            "wallet", "wallet.balance.get", mandatory: false, properties, Encoding.UTF8.GetBytes(envelope));
        await Eventually.BecomesTrueAsync(() => fixture.Caller.Replies.Count > before);
        var reply = fixture.Caller.Replies.Last();
        Assert.Contains("UNKNOWN_ROUTE", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_address_binds_nothing()
    {
        using var refused = new ReplyCount();
        var (exchange, queue) = ($"hostile-{Guid.CreateVersion7()}", $"stolen-{Guid.CreateVersion7()}");
        var envelope = $$"""
            {"messageType":["urn:message:Somebody:Else"],"message":{},"responseAddress":"rabbitmq://{{fixture.Broker.Uri.Authority}}{{fixture.Broker.Uri.AbsolutePath}}/{{exchange}}?bind=true&queue={{queue}}"}
            """;
        await fixture.Caller.Channel.BasicPublishAsync(
            "wallet",
            "wallet.balance.get",
            mandatory: false,
            new BasicProperties { ContentType = "application/vnd.masstransit+json" },
            Encoding.UTF8.GetBytes(envelope));
        await Eventually.BecomesTrueAsync(() => refused.Replies > 0);

        await using var onlooker = await AmqpCaller.ConnectAsync(fixture.Broker);
        await Assert.ThrowsAsync<OperationInterruptedException>(() => onlooker.Channel.QueueDeclarePassiveAsync(queue));
        await using var another = await AmqpCaller.ConnectAsync(fixture.Broker);
        await Assert.ThrowsAsync<OperationInterruptedException>(() => another.Channel.ExchangeDeclarePassiveAsync(exchange));
    }

    [Fact]
    public async Task A_timeout_says_what_to_do()
    {
        await using var client = await WalletClient.ConnectAsync(new WalletClientOptions
        {
            BrokerUri = fixture.Broker.Uri,
            UserName = fixture.Broker.UserName,
            Password = fixture.Broker.Password,
            Requests = new WalletRequestOptions { Timeout = TimeSpan.FromMilliseconds(1), MaximumAttempts = 1 },
        });
        var timeout = await Assert.ThrowsAsync<TimeoutException>(
            () => client.CreateWalletAsync(new CreateWallet { UserId = Some.User(), Label = "a", RequestId = "request-7" }));
        Assert.Contains("same requestId, request-7", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_at_once()
    {
        var options = new WalletClientOptions
        {
            BrokerUri = fixture.Broker.Uri,
            UserName = "wallet",
            Password = "wrong",
            ConnectTimeout = TimeSpan.FromSeconds(2),
        };
        var refused = await Assert.ThrowsAsync<WalletConnectionException>(() => WalletClient.ConnectAsync(options));
        Assert.DoesNotContain("wrong", refused.Message, StringComparison.Ordinal);
    }

    private static Task<WalletClient> ConnectAsync(Broker broker) => WalletClient.ConnectAsync(
        new WalletClientOptions { BrokerUri = broker.Uri, UserName = broker.UserName, Password = broker.Password });

    private static async Task DoAllRoutesAsync(IWalletClient client, RunningService service)
    {
        var userId = Some.User();
        var wallet = await client.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "First" });
        var second = await client.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "Second" });
        var list = await client.ListWalletsAsync(new ListWallets { UserId = userId });
        Assert.Equal([wallet.WalletId, second.WalletId], list.Wallets.Select(listed => listed.WalletId));
        Assert.True((await client.SetActiveWalletAsync(new SetActiveWallet { UserId = userId, WalletId = second.WalletId })).IsActive);
        Assert.False((await client.GetWalletAsync(new GetWallet { UserId = userId, WalletId = wallet.WalletId })).IsActive);

        service.Ledger.Fund(SolanaAddress.Parse(wallet.Address), 3_000_000_000);
        Assert.Equal("3", (await client.GetBalanceAsync(new GetBalance { UserId = userId, WalletId = wallet.WalletId })).Sol);
        Assert.Empty((await client.GetTokensAsync(new GetTokens { UserId = userId, WalletId = wallet.WalletId })).Tokens);
        var transfer = await client.TransferSolAsync(new TransferSol
        {
            UserId = userId,
            WalletId = wallet.WalletId,
            Recipient = Some.Address(),
            Amount = "max",
            Memo = "all of it",
            WaitFor = "finalized",
        });
        Assert.Equal("2999995000", transfer.Lamports);
        Assert.Equal("0", transfer.Balances?.SourceAfter);
        var signed = await client.SignTransactionAsync(new SignTransaction
        {
            UserId = userId,
            WalletId = wallet.WalletId,
            Transaction = new FundedWallet(userId, wallet.WalletId, wallet.Address).Transaction(service.Ledger),
        });
        Assert.True(signed.Complete);
        await DoAllTransactionRoutesAsync(client, service, transfer);
    }

    private static async Task DoAllTransactionRoutesAsync(IWalletClient client, RunningService service, TransferDetails transfer)
    {
        var userId = Some.User();
        var wallet = await client.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "Own transactions" });
        service.Ledger.Fund(SolanaAddress.Parse(wallet.Address), 1_000_000_000);
        var transaction = new FundedWallet(userId, wallet.WalletId, wallet.Address).Transaction(service.Ledger, 5_000_000);
        var simulated = await client.SimulateTransactionAsync(
            new SimulateTransaction { UserId = userId, WalletId = wallet.WalletId, Transaction = transaction });
        Assert.Equal(("1000000000", "994995000", "5000"), (simulated.WalletBeforeLamports, simulated.WalletAfterLamports, simulated.FeeLamports));
        var sent = await client.SendTransactionAsync(new SendTransaction
        {
            UserId = userId,
            WalletId = wallet.WalletId,
            Transaction = transaction,
            WaitFor = "finalized",
        });
        Assert.Equal("finalized", sent.Status);

        var got = await client.GetTransactionAsync(new GetTransaction { UserId = userId, TransactionId = sent.TransactionId });
        Assert.Equal(("send", sent.Signature), (got.Kind, got.Receipt?.Signature));
        var list = await client.ListTransactionsAsync(new ListTransactions { UserId = userId, Status = ["finalized", "failed"] });
        Assert.Equal(sent.TransactionId, Assert.Single(list.Transactions).TransactionId);
        var refused = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.CancelTransactionAsync(new CancelTransaction { UserId = userId, TransactionId = transfer.TransactionId }));
        Assert.Equal("TRANSACTION_NOT_FOUND", refused.Error.Code);
    }
}
