using System.Diagnostics;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Benchmarks.Workloads;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Load;

/// <summary>
/// Requests of one workload, a fixed number of them under way. What completes between <see cref="OpenWindow"/> and
/// <see cref="CloseWindow"/> is measured; errors count from the first request to the last reply.
/// </summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private const string DirectReplyTo = "amq.rabbitmq.reply-to";
    private const long Answered = -1;
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(10);

    private readonly IChannel channel;
    private readonly Workload workload;
    private readonly long limit;
    private readonly long[] sentAt;
    private readonly long[] awaited;
    private readonly Lock gate = new();
    private readonly List<double> latencies = new(capacity: 1 << 16);
    private readonly Stopwatch window = new();

    private long sent;
    private int underWay;
    private long completed;
    private long errors;
    private string? firstError;
    private bool isStopped;

    public LoadRun(IChannel channel, Workload workload, int outstanding, long limit)
    {
        this.channel = channel;
        this.workload = workload;
        this.limit = limit;
        sentAt = new long[outstanding];
        awaited = new long[outstanding];
    }

    /// <summary>Sends the first requests.</summary>
    public async Task BeginAsync()
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => TakeReplyAsync(delivery);
        await channel.BasicConsumeAsync(DirectReplyTo, autoAck: true, consumer);
        for (var caller = 0; caller < sentAt.Length; caller++)
        {
            await SendNextAsync(caller);
        }
    }

    /// <summary>Requests sent so far.</summary>
    public long Sent
    {
        get
        {
            lock (gate)
            {
                return sent;
            }
        }
    }

    /// <summary>Begins to record.</summary>
    public void OpenWindow()
    {
        lock (gate)
        {
            latencies.Clear();
            window.Restart();
        }
    }

    /// <summary>Ends recording and gives what was recorded.</summary>
    public LoadWindow CloseWindow()
    {
        lock (gate)
        {
            window.Stop();
            return new LoadWindow(window.Elapsed, [.. latencies]);
        }
    }

    /// <summary>Sends no more requests and waits for the replies that are missing; those that do not come are errors.</summary>
    public async Task<LoadOutcome> StopAsync()
    {
        lock (gate)
        {
            isStopped = true;
        }

        return await CompleteAsync();
    }

    /// <summary>Waits until every request was answered; those that are not in time are errors.</summary>
    public async Task<LoadOutcome> CompleteAsync()
    {
        var sinceLastReply = Stopwatch.StartNew();
        var seen = -1L;
        while (true)
        {
            lock (gate)
            {
                if (underWay == 0 || sinceLastReply.Elapsed > DrainDeadline)
                {
                    return new LoadOutcome(completed, errors + underWay, firstError ?? (underWay == 0 ? null : "no reply"));
                }

                if (completed != seen)
                {
                    seen = completed;
                    sinceLastReply.Restart();
                }
            }

            await Task.Delay(DrainInterval);
        }
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private async Task TakeReplyAsync(BasicDeliverEventArgs delivery)
    {
        var request = delivery.BasicProperties.CorrelationId!.Split('.');
        var caller = int.Parse(request[0], CultureInfo.InvariantCulture);
        var isGood = workload.IsExpected(delivery.Body.Span);
        lock (gate)
        {
            if (awaited[caller] != long.Parse(request[1], CultureInfo.InvariantCulture))
            {
                errors++;
                firstError ??= "A request was answered twice.";
                return;
            }

            awaited[caller] = Answered;
            if (window.IsRunning)
            {
                latencies.Add(Stopwatch.GetElapsedTime(sentAt[caller]).TotalMilliseconds);
            }

            completed++;
            underWay--;
            if (!isGood)
            {
                errors++;
                firstError ??= Encoding.UTF8.GetString(delivery.Body.Span);
            }
        }

        await SendNextAsync(caller);
    }

    private async Task SendNextAsync(int caller)
    {
        long sequence;
        lock (gate)
        {
            if (isStopped || sent >= limit)
            {
                return;
            }

            sequence = sent++;
            awaited[caller] = sequence;
            underWay++;
        }

        var properties = new BasicProperties
        {
            ContentType = "application/json",
            UserId = RabbitMqServer.UserName,
            ReplyTo = DirectReplyTo,
            CorrelationId = string.Create(CultureInfo.InvariantCulture, $"{caller}.{sequence}"),
            Headers = workload.Headers,
        };
        var body = workload.NextBody(sequence);
        sentAt[caller] = Stopwatch.GetTimestamp();
        await channel.BasicPublishAsync(workload.Exchange, workload.RoutingKey, mandatory: false, properties, body);
    }
}
