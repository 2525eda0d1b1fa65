using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using WalletService.Cli.Recovery;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Cli;

/// <summary>What commands for operators share that work on the database itself.</summary>
internal sealed class DatabaseAccess(Terminal terminal, Func<string, string?> environment)
{
    public Option<string?> Database { get; } = new("--database")
    {
        Description = "Npgsql connection string to the service's database; better given by the environment. [environment: WALLETCTL_DATABASE]",
    };

    /// <summary>Runs a command with one of the storage's ports.</summary>
    public async Task<int> RunAsync<TPort>(ParseResult arguments, Func<TPort, Task<int>> command)
        where TPort : notnull
    {
        if ((arguments.GetValue(Database) ?? environment("WALLETCTL_DATABASE")) is not { Length: > 0 } connectionString)
        {
            terminal.Messages.WriteLine("Give the database: --database, or WALLETCTL_DATABASE.");
            return ExitCodes.Usage;
        }

        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                KeyValuePair.Create("ConnectionString", (string?)connectionString),

                // An operator looks into a restored database before the service may.
                KeyValuePair.Create("RestoreGuard", (string?)"false"),
            ])
            .Build();
        try
        {
            await using var services = VaultAccess.AddNames(new ServiceCollection().AddPostgresStorage(settings), environment).BuildServiceProvider();
            return await command(services.GetRequiredService<TPort>());
        }
        catch (Exception exception) when (SettingsFailures.Of(exception) is { } failures)
        {
            terminal.Messages.WriteLine(string.Join('\n', failures));
            return ExitCodes.Usage;
        }
        catch (PortUnavailableException exception)
        {
            terminal.Messages.WriteLine(exception.Message);
            return ExitCodes.Unavailable;
        }
        catch (KeyUnusableException exception)
        {
            terminal.Messages.WriteLine(exception.Message);
            return ExitCodes.Unavailable;
        }
    }
}
