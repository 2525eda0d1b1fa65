using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Domain.Connections;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.Messaging.Risk;

/// <summary>
/// Asks a risk service over the broker: a question to a queue that the risk service reads, its answer by an exchange to which nobody else
/// may write (<c>docs/risk.md</c>). The connection is its own, made when the first question comes and again after it was lost.
/// </summary>
internal sealed class AmqpRiskCheck(RiskOptions options, IOptions<RabbitMqOptions> broker) : IRiskCheck, IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private RiskLink? link;

    public async Task<RiskVerdict> AskAsync(RiskQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var current = await ConnectAsync(cancellationToken);
            return RiskMessages.Read(await current.AskAsync(RiskMessages.Write(question), cancellationToken));
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or AuthenticationException or ObjectDisposedException)
        {
            throw new PortUnavailableException(RiskMessages.Dependency, "The broker does not carry questions to the risk service.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (link is not null)
        {
            await link.DisposeAsync();
        }

        gate.Dispose();
    }

    private async Task<RiskLink> ConnectAsync(CancellationToken cancellationToken)
    {
        if (link is { IsOpen: true } open)
        {
            return open;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (link is { IsOpen: true } other)
            {
                return other;
            }

            if (link is { } lost)
            {
                link = null;
                await lost.DisposeAsync();
            }

            return link = await RiskLink.OpenAsync(CreateFactory(), options, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Without recovery by the library: the next question connects anew, and fails at once while that is not possible.</summary>
    private ConnectionFactory CreateFactory()
    {
        var settings = broker.Value;
        var factory = new ConnectionFactory
        {
            Uri = settings.Uri!,
            UserName = settings.UserName,
            Password = settings.Password,
            ClientProvidedName = "risk check",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = options.Deadline,
        };
        if (settings.Uri!.Scheme == "amqps")
        {
            factory.Ssl = new SslOption(settings.Uri.Host, enabled: true)
            {
                Version = SslProtocols.Tls12 | SslProtocols.Tls13,
                AcceptablePolicyErrors = SslPolicyErrors.None,
                CertificateValidationCallback = settings.AuthorityFile is { Length: > 0 } file ? PrivateAuthority.Load(file).Accepts : null,
            };
        }

        return factory;
    }
}
