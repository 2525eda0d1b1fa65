using System.Globalization;
using System.Net.Security;
using System.Text;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Domain.Connections;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;

namespace WalletService.Messaging.Topology;

/// <summary>Connects to the broker as the service does, and asks how much waits in each queue and who takes it.</summary>
internal sealed class BrokerExamination(IOptions<RabbitMqOptions> options) : IExamination
{
    /// <summary>More than an instance takes in a few seconds.</summary>
    private const uint ManyRequests = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Factory(options.Value).CreateConnectionAsync("WalletService doctor", cancellationToken);
            var observations = new List<Observation> { Observation.Well("broker", $"RabbitMQ {VersionOf(connection)} answers.") };
            foreach (var queue in QueueNames.Families)
            {
                observations.Add(await ExamineAsync(connection, queue, cancellationToken));
            }

            observations.Add(await ExamineDeadLettersAsync(connection, cancellationToken));
            return observations;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException)
        {
            return [Observation.Trouble("broker", ReasonOf(exception), "Is RabbitMQ up, and are address, user and virtual host right? Runbook: WalletBrokerDown.")];
        }
    }

    private static async Task<Observation> ExamineAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var subject = $"queue.{queue}";
        if (await CountAsync(connection, queue, cancellationToken) is not { } count)
        {
            return Observation.Remark(subject, "The queue is not there.", "The service declares it when it starts: does an instance run?");
        }

        var detail = string.Create(CultureInfo.InvariantCulture, $"{count.MessageCount} requests wait, {count.ConsumerCount} instance(s) take them.");
        return count switch
        {
            { ConsumerCount: 0 } => Observation.Trouble(subject, detail, "Start an instance; if one runs, read its /health. Runbook: WalletBrokerDown."),
            { MessageCount: > ManyRequests } => Observation.Trouble(subject, detail, "Add instances, if nothing that they need is away. Runbook: WalletQueueDeep."),
            _ => Observation.Well(subject, detail),
        };
    }

    private static async Task<Observation> ExamineDeadLettersAsync(IConnection connection, CancellationToken cancellationToken)
    {
        const string Subject = $"queue.{QueueNames.DeadLetter}";
        return await CountAsync(connection, QueueNames.DeadLetter, cancellationToken) is { MessageCount: > 0 and var number }
            ? Observation.Remark(
                Subject,
                string.Create(CultureInfo.InvariantCulture, $"{number} request(s) could not be worked on."),
                "Read the log of their time. Runbook: WalletDeadLetters.")
            : Observation.Well(Subject, "No request was put aside.");
    }

    /// <summary>Null when there is no such queue; asking for one that is missing closes the channel.</summary>
    private static async Task<QueueDeclareOk?> CountAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    private static ConnectionFactory Factory(RabbitMqOptions options)
    {
        var factory = new ConnectionFactory
        {
            Uri = options.Uri!,
            UserName = options.UserName,
            Password = options.Password,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
        };
        if (factory.Ssl.Enabled && options.AuthorityFile is { Length: > 0 } file)
        {
            factory.Ssl.CertificateValidationCallback = PrivateAuthority.Load(file).Accepts;
        }

        factory.Ssl.AcceptablePolicyErrors = SslPolicyErrors.None;
        return factory;
    }

    private static string VersionOf(IConnection connection) =>
        connection.ServerProperties is { } properties && properties.TryGetValue("version", out var version) && version is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "of an unknown version";

    private static string ReasonOf(Exception exception) => exception switch
    {
        _ when IsRefusal(exception) => "The broker refuses user and password.",
        OperationInterruptedException { ShutdownReason: { } reason } => $"The broker closed the connection: {reason.ReplyText}",
        _ => "The broker can't be reached.",
    };

    private static bool IsRefusal(Exception? exception) => exception switch
    {
        null => false,
        AuthenticationFailureException or PossibleAuthenticationFailureException => true,
        AggregateException several => several.InnerExceptions.Any(IsRefusal),
        _ => IsRefusal(exception.InnerException),
    };
}
