using System.Globalization;
using Spectre.Console;
using WalletService.Cli;
using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>A backup that was brought back, and what an operator does with it.</summary>
internal static class RestoredDatabase
{
    /// <summary>Stops the service and puts the backup, in a database of its own, under it.</summary>
    /// <returns>The owner's connection string.</returns>
    public static async Task<string> PutUnderAsync(WalletServiceStack stack, DatabaseBackup backup)
    {
        await stack.Service.StopAsync();
        var restored = await stack.Postgres.CreateDatabaseAsync();
        await backup.RestoreAsync(restored);
        stack.Settings["Postgres__ConnectionString"] = PostgresServer.As(PostgresServer.ServiceRole, restored);
        return restored;
    }

    /// <summary>Compares it with the chain.</summary>
    public static Task<(int ExitCode, string Output)> ReconcileAsync(WalletServiceStack stack, string restored, DateTimeOffset since) => RunAsync(
        restored, "restore", "reconcile", "--since", since.ToString("O", CultureInfo.InvariantCulture), "--rpc", stack.Localnet.RpcUrl.ToString());

    /// <summary>Runs walletctl as an operator with the owner's role does.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string connectionString, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var messages = new StringWriter();
        using var input = new StringReader(string.Empty);
        var exitCode = await Walletctl.RunAsync(
            arguments,
            new Terminal(Plain(output), output, Plain(messages), input),
            name => name == "WALLETCTL_DATABASE" ? connectionString : null,
            Walletctl.ConnectAsync);
        return (exitCode, output.ToString() + messages);
    }

    /// <summary>Asks for a payment, and again, until it stands there.</summary>
    public static Task ReachAsync(IWalletClient client, TransferSol payment, string status) =>
        ReachAsync(() => client.TransferSolAsync(payment with { WaitMs = 500 }), status);

    /// <inheritdoc cref="ReachAsync(IWalletClient, TransferSol, string)"/>
    public static Task ReachAsync(IWalletClient client, TransferToken payment, string status) =>
        ReachAsync(() => client.TransferTokenAsync(payment with { WaitMs = 500 }), status);

    private static Task ReachAsync(Func<Task<TransferDetails>> ask, string status) =>
        Eventually.BecomesTrueAsync(async () => (await ask()).Status == status, TimeSpan.FromMinutes(1));

    private static IAnsiConsole Plain(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
}
