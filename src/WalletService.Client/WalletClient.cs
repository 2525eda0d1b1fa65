using System.Net.Security;
using System.Security.Authentication;
using MassTransit;
using WalletService.Contracts;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Features;
using WalletService.Contracts.Management;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;

namespace WalletService.Client;

/// <inheritdoc cref="IWalletClient"/>
public sealed class WalletClient : IWalletClient, IAsyncDisposable
{
    private const int DefaultWaitMs = 20_000;

    private readonly RequestSender sender;
    private readonly TimeProvider time;
    private readonly IBusControl? ownBus;

    private WalletClient(IBus bus, IBusControl? ownBus, WalletRequestOptions options, TimeProvider time)
    {
        sender = new RequestSender(bus, options, time);
        this.time = time;
        this.ownBus = ownBus;
    }

    /// <summary>A client over a bus that the program has already; it is not stopped with the client.</summary>
    public static WalletClient Over(IBus bus, WalletRequestOptions? options = null, TimeProvider? time = null) =>
        new(bus, ownBus: null, options ?? new WalletRequestOptions(), time ?? TimeProvider.System);

    /// <summary>Connects to the broker. Dispose the client to disconnect.</summary>
    /// <exception cref="ArgumentException">The address is missing, or the user's name is none that <see cref="ReplyQueues"/> takes.</exception>
    /// <exception cref="WalletConnectionException">The broker does not answer or refuses the user.</exception>
    public static async Task<WalletClient> ConnectAsync(WalletClientOptions options, CancellationToken cancellationToken = default)
    {
        var uri = options.BrokerUri ?? throw new ArgumentException("BrokerUri is missing.", nameof(options));
        var replies = ReplyQueues.NewName(options.UserName);
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbitMq =>
        {
            rabbitMq.OverrideDefaultBusEndpointQueueName(replies);
            rabbitMq.Host(uri, host =>
            {
                host.Username(options.UserName);
                host.Password(options.Password);
                if (uri.Scheme == "amqps")
                {
                    host.UseSsl(tls => CheckBroker(tls, uri, options));
                }
            });
        });

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.ConnectTimeout);
        try
        {
            await bus.StartAsync(timeout.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WalletConnectionException(
                $"The broker at {uri.Host}:{uri.Port} did not accept the connection within {options.ConnectTimeout.TotalSeconds:0} s. "
                + "Check that it runs, and the address, virtual host, user and password.",
                exception);
        }

        options.Requests.BrokerUser ??= options.UserName;
        return new WalletClient(bus, bus, options.Requests, TimeProvider.System);
    }

    /// <summary>MassTransit by itself takes a certificate that is not in order.</summary>
    private static void CheckBroker(IRabbitMqSslConfigurator tls, Uri uri, WalletClientOptions options)
    {
        tls.ServerName = uri.Host;
        tls.Protocol = SslProtocols.Tls12 | SslProtocols.Tls13;
        tls.EnforcePolicyErrors(
            SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors);
        tls.CertificateValidationCallback = options.CertificateCheck ?? tls.CertificateValidationCallback;
    }

    public Task<WalletDetails> CreateWalletAsync(CreateWallet request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<CreateWallet, CreateWalletReply, WalletDetails>(
            Routes.CreateWallet, identified, identified.RequestId, TimeSpan.Zero, cancellationToken);
    }

    public Task<WalletList> ListWalletsAsync(ListWallets request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListWallets, ListWalletsReply, WalletList>(
            Routes.ListWallets, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> GetWalletAsync(GetWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<GetWallet, GetWalletReply, WalletDetails>(Routes.GetWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> SetActiveWalletAsync(SetActiveWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<SetActiveWallet, SetActiveWalletReply, WalletDetails>(
            Routes.SetActiveWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> RenameWalletAsync(RenameWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<RenameWallet, RenameWalletReply, WalletDetails>(Routes.RenameWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> ArchiveWalletAsync(ArchiveWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ArchiveWallet, ArchiveWalletReply, WalletDetails>(Routes.ArchiveWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> UnarchiveWalletAsync(UnarchiveWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<UnarchiveWallet, UnarchiveWalletReply, WalletDetails>(Routes.UnarchiveWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> FreezeWalletAsync(FreezeWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<FreezeWallet, FreezeWalletReply, WalletDetails>(Routes.FreezeWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> UnfreezeWalletAsync(UnfreezeWallet request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<UnfreezeWallet, UnfreezeWalletReply, WalletDetails>(Routes.UnfreezeWallet, request, null, TimeSpan.Zero, cancellationToken);

    public Task<WalletDetails> RotateKeyAsync(RotateKey request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<RotateKey, RotateKeyReply, WalletDetails>(
            Routes.RotateKey, identified, identified.RequestId, TimeSpan.Zero, cancellationToken);
    }

    public Task<AddressDetails> AddAddressAsync(AddAddress request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<AddAddress, AddAddressReply, AddressDetails>(Routes.AddAddress, request, null, TimeSpan.Zero, cancellationToken);

    public Task<AddressList> ListAddressesAsync(ListAddresses request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListAddresses, ListAddressesReply, AddressList>(Routes.ListAddresses, request, null, TimeSpan.Zero, cancellationToken);

    public Task<AddressDetails> RemoveAddressAsync(RemoveAddress request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<RemoveAddress, RemoveAddressReply, AddressDetails>(Routes.RemoveAddress, request, null, TimeSpan.Zero, cancellationToken);

    public Task<FreezeDetails> FreezeScopeAsync(FreezeSubject request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<FreezeSubject, FreezeSubjectReply, FreezeDetails>(Routes.FreezeScope, request, null, TimeSpan.Zero, cancellationToken);

    public Task<FreezeList> ListFreezesAsync(ListFreezes request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListFreezes, ListFreezesReply, FreezeList>(Routes.ListFreezes, request, null, TimeSpan.Zero, cancellationToken);

    public Task<UnfreezeDetails> UnfreezeScopeAsync(UnfreezeSubject request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<UnfreezeSubject, UnfreezeSubjectReply, UnfreezeDetails>(Routes.UnfreezeScope, request, null, TimeSpan.Zero, cancellationToken);

    public Task<EventReplay> ReplayEventsAsync(ReplayEvents request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ReplayEvents, ReplayEventsReply, EventReplay>(Routes.ReplayEvents, request, null, TimeSpan.Zero, cancellationToken);

    public Task<Balance> GetBalanceAsync(GetBalance request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<GetBalance, GetBalanceReply, Balance>(Routes.GetBalance, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TokenList> GetTokensAsync(GetTokens request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<GetTokens, GetTokensReply, TokenList>(Routes.GetTokens, request, null, TimeSpan.Zero, cancellationToken);

    public Task<DepositList> ListDepositsAsync(ListDeposits request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListDeposits, ListDepositsReply, DepositList>(Routes.ListDeposits, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TransferDetails> TransferSolAsync(TransferSol request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<TransferSol, TransferSolReply, TransferDetails>(
            Routes.TransferSol,
            identified,
            identified.RequestId,
            TimeSpan.FromMilliseconds(request.WaitMs ?? DefaultWaitMs),
            cancellationToken);
    }

    public Task<TransferDetails> TransferTokenAsync(TransferToken request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<TransferToken, TransferTokenReply, TransferDetails>(
            Routes.TransferToken,
            identified,
            identified.RequestId,
            TimeSpan.FromMilliseconds(request.WaitMs ?? DefaultWaitMs),
            cancellationToken);
    }

    public Task<BatchDetails> TransferBatchAsync(TransferBatch request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<TransferBatch, TransferBatchReply, BatchDetails>(
            Routes.TransferBatch,
            identified,
            identified.RequestId,
            request.WaitFor == "ended" ? TimeSpan.FromMilliseconds(request.WaitMs ?? DefaultWaitMs) : TimeSpan.Zero,
            cancellationToken);
    }

    public Task<BatchReport> GetBatchAsync(GetBatch request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<GetBatch, GetBatchReply, BatchReport>(Routes.GetBatch, request, null, TimeSpan.Zero, cancellationToken);

    public Task<SignedTransactionDetails> SignTransactionAsync(SignTransaction request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<SignTransaction, SignTransactionReply, SignedTransactionDetails>(
            Routes.SignTransaction, identified, identified.RequestId, TimeSpan.Zero, cancellationToken);
    }

    public Task<SignedMessageDetails> SignMessageAsync(SignMessage request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<SignMessage, SignMessageReply, SignedMessageDetails>(
            Routes.SignMessage, identified, identified.RequestId, TimeSpan.Zero, cancellationToken);
    }

    public Task<TransferDetails> SendTransactionAsync(SendTransaction request, CancellationToken cancellationToken = default)
    {
        var identified = request with { RequestId = request.RequestId ?? NewRequestId() };
        return sender.AskAsync<SendTransaction, SendTransactionReply, TransferDetails>(
            Routes.SendTransaction,
            identified,
            identified.RequestId,
            TimeSpan.FromMilliseconds(request.WaitMs ?? DefaultWaitMs),
            cancellationToken);
    }

    public Task<SimulationDetails> SimulateTransactionAsync(SimulateTransaction request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<SimulateTransaction, SimulateTransactionReply, SimulationDetails>(
            Routes.SimulateTransaction, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TransactionDetails> GetTransactionAsync(GetTransaction request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<GetTransaction, GetTransactionReply, TransactionDetails>(
            Routes.GetTransaction, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TransactionList> ListTransactionsAsync(ListTransactions request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListTransactions, ListTransactionsReply, TransactionList>(
            Routes.ListTransactions, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TransactionDetails> CancelTransactionAsync(CancelTransaction request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<CancelTransaction, CancelTransactionReply, TransactionDetails>(
            Routes.CancelTransaction, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TransactionDetails> ApproveTransactionAsync(ApproveTransaction request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ApproveTransaction, ApproveTransactionReply, TransactionDetails>(
            Routes.ApproveTransaction, request, null, TimeSpan.Zero, cancellationToken);

    public Task<TransactionDetails> RejectTransactionAsync(RejectTransaction request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<RejectTransaction, RejectTransactionReply, TransactionDetails>(
            Routes.RejectTransaction, request, null, TimeSpan.Zero, cancellationToken);

    public Task<PolicyDetails> SetPolicyAsync(SetPolicy request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<SetPolicy, SetPolicyReply, PolicyDetails>(Routes.SetPolicy, request, null, TimeSpan.Zero, cancellationToken);

    public Task<PolicyDetails> GetPolicyAsync(GetPolicy request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<GetPolicy, GetPolicyReply, PolicyDetails>(Routes.GetPolicy, request, null, TimeSpan.Zero, cancellationToken);

    public Task<PolicyList> ListPoliciesAsync(ListPolicies request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListPolicies, ListPoliciesReply, PolicyList>(Routes.ListPolicies, request, null, TimeSpan.Zero, cancellationToken);

    public Task<FlagDetails> SetFlagAsync(SetFlag request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<SetFlag, SetFlagReply, FlagDetails>(Routes.SetFlag, request, null, TimeSpan.Zero, cancellationToken);

    public Task<FlagList> ListFlagsAsync(ListFlags request, CancellationToken cancellationToken = default) =>
        sender.AskAsync<ListFlags, ListFlagsReply, FlagList>(Routes.ListFlags, request, null, TimeSpan.Zero, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (ownBus is not null)
        {
            await ownBus.StopAsync(CancellationToken.None);
        }
    }

    private string NewRequestId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("D");
}
