using System.Net.Security;
using System.Security.Authentication;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Features;
using WalletService.Contracts.Management;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Callers;
using WalletService.Domain.Connections;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging;
using WalletService.Messaging.Addresses;
using WalletService.Messaging.Balances;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Callers.Tokens;
using WalletService.Messaging.Events;
using WalletService.Messaging.Features;
using WalletService.Messaging.Limits;
using WalletService.Messaging.Management;
using WalletService.Messaging.Policies;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Topology;
using WalletService.Messaging.Transactions;
using WalletService.Messaging.Wire;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the service's message routes.</summary>
public static class MessagingServiceCollectionExtensions
{
    /// <summary>
    /// Adds the bus, the routes, the outbox relay and the probe <c>messaging</c>. The use cases of the domain and their ports
    /// are registered by the caller, as singletons.
    /// </summary>
    /// <param name="configuration">The whole configuration; sections <c>Messaging</c>, <c>Callers</c>, <c>CallerTokens</c>, <c>Limits</c> and <c>RabbitMq</c> are read.</param>
    public static IServiceCollection AddWalletMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<MessagingOptions, MessagingOptionsValidator>().Bind(configuration.GetSection("Messaging"));
        services.TryAddSingleton(TimeProvider.System);
        AddCallers(services, configuration.GetSection("Callers"), configuration.GetSection("CallerTokens"));
        services.AddOptionsWithValidateOnStart<LimitsOptions, LimitsOptionsValidator>().Bind(configuration.GetSection("Limits"));
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsRules>();
        AddHandlers(services);
        AddPipeline(services);

        var transport = configuration.GetSection("Messaging").Get<MessagingOptions>()?.Transport ?? MessagingTransport.InMemory;
        if (transport == MessagingTransport.RabbitMq)
        {
            services.AddOptionsWithValidateOnStart<RabbitMqOptions, RabbitMqOptionsValidator>().Bind(configuration.GetSection("RabbitMq"));
            services.AddSingleton<IValidateOptions<RabbitMqOptions>, RabbitMqUriValidator>();
            services.AddSingleton<IExamination, BrokerExamination>();
        }

        services.AddMassTransit(bus =>
        {
            if (transport == MessagingTransport.RabbitMq)
            {
                bus.UsingRabbitMq(ConfigureRabbitMq);
            }
            else
            {
                bus.UsingInMemory((_, _) => { });
            }
        });
        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<MessagingOptions>>((host, messaging) =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = messaging.Value.StopTimeout;
        });

        // Hosted services stop in reverse order: callers who still wait are answered while the bus runs.
        services.AddHostedService(provider => provider.GetRequiredService<ServiceEventQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<RequestQueues>());
        services.AddHostedService(provider => provider.GetRequiredService<PendingReplies>());
        services.AddHostedService<OutboxRelay>();
        return services;
    }

    private static void AddCallers(IServiceCollection services, IConfigurationSection section, IConfigurationSection tokens)
    {
        services.AddOptionsWithValidateOnStart<CallersOptions, CallersOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<CallersOptions>, CallersOptionsRules>();
        services.AddOptionsWithValidateOnStart<CallerTokensOptions, CallerTokensOptionsValidator>().Bind(tokens);
        services.AddSingleton<IValidateOptions<CallerTokensOptions>, CallerTokensOptionsRules>();
        services.AddSingleton<TokenKeys>();
        services.AddSingleton<CallerTokenCheck>();
        services.AddSingleton<CallerTokenFilter>();
        services.AddSingleton(provider => DirectoryOf(provider.GetRequiredService<IOptionsMonitor<CallersOptions>>()));
        services.AddSingleton<CallerAdmission>();
        services.AddSingleton<RefusedCallers>();
        services.AddSingleton<ServiceEventQueue>();
    }

    /// <summary>Callers may come and go while the service runs; whether identity is required is settled at start.</summary>
    private static CallerDirectory DirectoryOf(IOptionsMonitor<CallersOptions> options)
    {
        var directory = new CallerDirectory(options.CurrentValue.Identity == CallerIdentity.Required, KnownOf(options.CurrentValue));
        options.OnChange(changed => directory.Replace(KnownOf(changed)));
        return directory;
    }

    private static IEnumerable<KnownCaller> KnownOf(CallersOptions options) => options.Known.Select(caller => new KnownCaller(
        CallerId.Parse(caller.Key),
        [.. caller.Value.Routes.Select(route => new NamePattern(route))],
        [.. caller.Value.Users.Select(user => new NamePattern(user))],
        caller.Value.Administrator));

    private static void AddHandlers(IServiceCollection services)
    {
        services.AddSingleton<IRequestHandler<CreateWallet, WalletDetails>, CreateWalletHandler>();
        services.AddSingleton<IRequestHandler<ListWallets, WalletList>, ListWalletsHandler>();
        services.AddSingleton<IRequestHandler<GetWallet, WalletDetails>, GetWalletHandler>();
        services.AddSingleton<IRequestHandler<SetActiveWallet, WalletDetails>, SetActiveWalletHandler>();
        services.AddSingleton<IRequestHandler<RenameWallet, WalletDetails>, RenameWalletHandler>();
        services.AddSingleton<IRequestHandler<ArchiveWallet, WalletDetails>, ArchiveWalletHandler>();
        services.AddSingleton<IRequestHandler<UnarchiveWallet, WalletDetails>, UnarchiveWalletHandler>();
        services.AddSingleton<IRequestHandler<FreezeWallet, WalletDetails>, FreezeWalletHandler>();
        services.AddSingleton<IRequestHandler<UnfreezeWallet, WalletDetails>, UnfreezeWalletHandler>();
        services.AddSingleton<IRequestHandler<RotateKey, WalletDetails>, RotateKeyHandler>();
        services.AddSingleton<IRequestHandler<AddAddress, AddressDetails>, AddAddressHandler>();
        services.AddSingleton<IRequestHandler<ListAddresses, AddressList>, ListAddressesHandler>();
        services.AddSingleton<IRequestHandler<RemoveAddress, AddressDetails>, RemoveAddressHandler>();
        services.AddSingleton<NamedRecipients>();
        services.AddSingleton<IRequestHandler<FreezeSubject, FreezeDetails>, FreezeSubjectHandler>();
        services.AddSingleton<IRequestHandler<ListFreezes, FreezeList>, ListFreezesHandler>();
        services.AddSingleton<IRequestHandler<UnfreezeSubject, UnfreezeDetails>, UnfreezeSubjectHandler>();
        services.AddSingleton<IRequestHandler<ReplayEvents, EventReplay>, ReplayEventsHandler>();
        services.AddSingleton<IRequestHandler<SetPolicy, PolicyDetails>, SetPolicyHandler>();
        services.AddSingleton<IRequestHandler<GetPolicy, PolicyDetails>, GetPolicyHandler>();
        services.AddSingleton<IRequestHandler<ListPolicies, PolicyList>, ListPoliciesHandler>();
        services.AddSingleton<IRequestHandler<SetFlag, FlagDetails>, SetFlagHandler>();
        services.AddSingleton<IRequestHandler<ListFlags, FlagList>, ListFlagsHandler>();
        services.AddSingleton<IRequestHandler<GetBalance, Balance>, GetBalanceHandler>();
        services.AddSingleton<IRequestHandler<GetTokens, TokenList>, GetTokensHandler>();
        services.AddSingleton<IRequestHandler<ListDeposits, DepositList>, ListDepositsHandler>();
        services.AddSingleton<IRequestHandler<TransferSol, TransferDetails>, TransferSolHandler>();
        services.AddSingleton<IRequestHandler<TransferToken, TransferDetails>, TransferTokenHandler>();
        services.AddSingleton<IRequestHandler<TransferBatch, BatchDetails>, TransferBatchHandler>();
        services.AddSingleton<IRequestHandler<GetBatch, BatchReport>, GetBatchHandler>();
        services.AddSingleton<IRequestHandler<SignTransaction, SignedTransactionDetails>, SignTransactionHandler>();
        services.AddSingleton<IRequestHandler<SignMessage, SignedMessageDetails>, SignMessageHandler>();
        services.AddSingleton<IRequestHandler<SendTransaction, TransferDetails>, SendTransactionHandler>();
        services.AddSingleton<IRequestHandler<SimulateTransaction, SimulationDetails>, SimulateTransactionHandler>();
        services.AddSingleton<IRequestHandler<GetTransaction, TransactionDetails>, GetTransactionHandler>();
        services.AddSingleton<IRequestHandler<ListTransactions, TransactionList>, ListTransactionsHandler>();
        services.AddSingleton<IRequestHandler<CancelTransaction, TransactionDetails>, CancelTransactionHandler>();
        services.AddSingleton<IRequestHandler<ApproveTransaction, TransactionDetails>, ApproveTransactionHandler>();
        services.AddSingleton<IRequestHandler<RejectTransaction, TransactionDetails>, RejectTransactionHandler>();
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<FeatureAdmission>();
        services.AddSingleton<FailureTranslation>();
        services.AddSingleton<CallerLabels>();
        services.AddSingleton<RequestTelemetry>();
        services.AddSingleton<PendingReplies>();
        services.AddSingleton<TransferReplies>();
        services.AddSingleton<ApprovalAnswers>();
        services.AddSingleton<ReplySender>();
        services.AddSingleton<RequestPipeline>();
        services.AddSingleton<RequestConsumer>();
        services.AddSingleton<RequestTerms>();
        services.AddSingleton<RequestEndpoints>();
        services.AddSingleton<RequestQueues>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<IDependencyProbe, MessagingProbe>();
    }

    /// <summary>MassTransit by itself takes a certificate that is not in order.</summary>
    private static void CheckBroker(IRabbitMqSslConfigurator tls, RabbitMqOptions options)
    {
        tls.ServerName = options.Uri!.Host;
        tls.Protocol = SslProtocols.Tls12 | SslProtocols.Tls13;
        tls.EnforcePolicyErrors(
            SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors);
        if (options.AuthorityFile is { Length: > 0 } file)
        {
            tls.CertificateValidationCallback = PrivateAuthority.Load(file).Accepts;
        }
    }

    private static void ConfigureRabbitMq(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator bus)
    {
        var options = context.GetRequiredService<IOptions<RabbitMqOptions>>().Value;
        bus.Host(options.Uri, host =>
        {
            host.Username(options.UserName);
            host.Password(options.Password);
            if (options.Uri!.Scheme == "amqps")
            {
                host.UseSsl(tls => CheckBroker(tls, options));
            }
        });
    }
}
