using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using WalletService.Client;
using WalletService.Contracts;

namespace WalletService.Cli;

/// <summary>Connects, runs a command, and turns failures into messages and exit codes.</summary>
/// <param name="connect">Gives the client; disposed after the command.</param>
internal sealed class CommandRunner(
    WalletctlOptions options, Terminal terminal, Func<ConnectionSettings, CancellationToken, Task<IWalletClient>> connect)
{
    /// <param name="mayTakeEffect">
    /// Whether the request makes something, so that no answer means that it may have been made.
    /// </param>
    public async Task<int> RunAsync(
        ParseResult arguments, bool mayTakeEffect, Func<IWalletClient, Task<int>> command, CancellationToken cancellationToken)
    {
        if (options.Connection(arguments, out var problem) is not { } connection)
        {
            terminal.Messages.WriteLine(problem!);
            return ExitCodes.Usage;
        }

        var isJson = arguments.GetValue(options.Json);
        try
        {
            var client = await connect(connection, cancellationToken);
            await using var disposal = client as IAsyncDisposable;
            return await command(client);
        }
        catch (WalletRequestException exception)
        {
            Show(exception.Error, exception.RequestId, isJson);
            return ExitCodeOf(exception.Error, mayTakeEffect);
        }
        catch (WalletConnectionException exception)
        {
            terminal.Messages.WriteLine(exception.Message);
            return ExitCodes.Unavailable;
        }
        catch (TimeoutException exception)
        {
            terminal.Messages.WriteLine(exception.Message);
            return mayTakeEffect ? ExitCodes.OutcomeUnknown : ExitCodes.Unavailable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Messages.WriteLine(mayTakeEffect ? "Stopped. Ask again with the same --request-id to see what became of it." : "Stopped.");
            return mayTakeEffect ? ExitCodes.OutcomeUnknown : ExitCodes.Unavailable;
        }
    }

    /// <summary>Prints a result as JSON when that is asked for, else for people.</summary>
    public void Print<TData>(ParseResult arguments, TData data, Action<IAnsiConsole, TData> table)
    {
        if (arguments.GetValue(options.Json))
        {
            terminal.Plain.WriteLine(JsonSerializer.Serialize(data, ContractJson.Options));
        }
        else
        {
            table(terminal.Output, data);
        }
    }

    private static int ExitCodeOf(ErrorDetails error, bool mayTakeEffect) => error.Code switch
    {
        ErrorCodes.RateLimited => ExitCodes.Unavailable,
        ErrorCodes.DependencyUnavailable or ErrorCodes.Internal => mayTakeEffect ? ExitCodes.OutcomeUnknown : ExitCodes.Unavailable,
        _ => ExitCodes.Refused,
    };

    private void Show(ErrorDetails error, string? requestId, bool isJson)
    {
        if (isJson)
        {
            terminal.Plain.WriteLine(JsonSerializer.Serialize(new { error, requestId }, ContractJson.Options));
            return;
        }

        terminal.Messages.MarkupLineInterpolated($"[red]{error.Code}[/] {error.Message}");
        foreach (var (name, value) in error.Details ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            terminal.Messages.MarkupLineInterpolated($"  {name}: {value}");
        }

        if (requestId is not null && error.Retryable)
        {
            terminal.Messages.MarkupLineInterpolated($"  request id: {requestId}");
        }
    }
}
