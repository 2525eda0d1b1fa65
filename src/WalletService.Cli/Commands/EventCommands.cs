using System.CommandLine;
using System.Net;
using System.Text.Json;
using Spectre.Console;
using WalletService.Cli.Output;
using WalletService.Client;
using WalletService.Contracts;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Commands;

/// <summary><c>events</c> reads a wallet's events again; <c>watch</c> shows events as they come.</summary>
internal static class EventCommands
{
    public static Command Replay(WalletctlOptions options, CommandRunner runner)
    {
        var from = new Option<long?>("--from") { Description = "The number of the first event; 1 when missing." };
        var limit = new Option<int?>("--limit") { Description = "How many, at most 200." };
        var command = new Command("events", "Read a wallet's events again.") { options.User, options.Wallet, from, limit };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new ReplayEvents
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    FromSequence = arguments.GetValue(from),
                    Limit = arguments.GetValue(limit),
                };
                runner.Print(arguments, await client.ReplayEventsAsync(request, cancellationToken), EventLines.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command Watch(WalletctlOptions options, Terminal terminal, Func<string, string?> environment)
    {
        var url = new Option<string?>("--url") { Description = "The service's host, e.g. http://127.0.0.1:8080. [environment: WALLETCTL_URL]" };
        var token = new Option<string?>("--token") { Description = "The bearer token; better given by the environment. [environment: WALLETCTL_TOKEN]" };
        var user = new Option<string?>("--user", "-u") { Description = "Only events of this user's wallets." };
        var wallet = new Option<string?>("--wallet", "-w") { Description = "Only events of this wallet." };
        var topic = new Option<string[]>("--topic") { Description = "Only this topic; may be given several times." };
        var after = new Option<string?>("--after") { Description = "Begin behind the event with this id; 0 for the oldest. Without it: what comes from now on." };
        var count = new Option<int?>("--count") { Description = "End after so many events." };
        var command = new Command("watch", "Show events as they come, until Ctrl-C. Goes on by itself after a break.")
        {
            url, token, user, wallet, topic, after, count,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var address = arguments.GetValue(url) ?? environment("WALLETCTL_URL");
            if (!Uri.TryCreate(address, UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https"))
            {
                terminal.Messages.WriteLine("Give the service's address: --url http://host:port, or WALLETCTL_URL.");
                return ExitCodes.Usage;
            }

            var filter = new WalletEventFilter
            {
                UserId = arguments.GetValue(user),
                WalletId = arguments.GetValue(wallet),
                Topics = arguments.GetValue(topic) ?? [],
            };
            var settings = new WalletEventStreamOptions
            {
                ServiceUri = new Uri($"{service.GetLeftPart(UriPartial.Path).TrimEnd('/')}/"),
                Token = arguments.GetValue(token) ?? environment("WALLETCTL_TOKEN"),
            };
            var isJson = arguments.GetValue(options.Json);
            var events = ReadAsync(settings, filter, arguments.GetValue(after), terminal, cancellationToken);
            return await ShowAsync(events, arguments.GetValue(count), isJson, terminal, cancellationToken);
        });
        return command;
    }

    private static async IAsyncEnumerable<StreamedEvent> ReadAsync(
        WalletEventStreamOptions settings,
        WalletEventFilter filter,
        string? after,
        Terminal terminal,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var stream = new WalletEventStream(http, settings)
        {
            Interrupted = problem => terminal.Messages.WriteLine($"Interrupted ({problem}); trying again."),
        };
        await foreach (var item in stream.ReadAsync(filter, after, cancellationToken))
        {
            yield return item;
        }
    }

    private static async Task<int> ShowAsync(
        IAsyncEnumerable<StreamedEvent> events, int? count, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            var shown = 0;
            await foreach (var item in events)
            {
                if (isJson)
                {
                    await terminal.Plain.WriteLineAsync(JsonSerializer.Serialize(item.Event, ContractJson.Options));
                    await terminal.Plain.FlushAsync(cancellationToken);
                }
                else
                {
                    EventLines.Write(terminal.Output, item.Event);
                }

                if (++shown == count)
                {
                    break;
                }
            }

            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Success;
        }
        catch (WalletEventStreamException exception)
        {
            terminal.Messages.WriteLine(exception.Message);
            return exception.Status == HttpStatusCode.BadRequest ? ExitCodes.Usage : ExitCodes.Refused;
        }
        catch (WalletConnectionException exception)
        {
            terminal.Messages.WriteLine(exception.Message);
            return ExitCodes.Unavailable;
        }
    }
}
