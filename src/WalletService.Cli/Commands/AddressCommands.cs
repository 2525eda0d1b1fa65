using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Commands;

/// <summary><c>addresses add</c>, <c>addresses list</c> and <c>addresses remove</c>.</summary>
internal static class AddressCommands
{
    public static Command Build(WalletctlOptions options, CommandRunner runner) => new("addresses", "A user's address book.")
    {
        Add(options, runner),
        List(options, runner),
        Remove(options, runner),
    };

    private static Command Add(WalletctlOptions options, CommandRunner runner)
    {
        var name = Name();
        var address = new Argument<string>("address") { Description = "A Solana address." };
        var command = new Command("add", "Name an address.") { name, address, options.User };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new AddAddress
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    Name = arguments.GetRequiredValue(name),
                    Address = arguments.GetRequiredValue(address),
                };
                runner.Print(arguments, await client.AddAddressAsync(request, cancellationToken), AddressTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command List(WalletctlOptions options, CommandRunner runner)
    {
        var limit = new Option<int?>("--limit") { Description = "How many, 1 to 200; 50 when missing." };
        var cursor = new Option<string?>("--cursor") { Description = "The cursor that the page before ended with." };
        var command = new Command("list", "List the names and addresses.") { options.User, limit, cursor };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new ListAddresses
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    Limit = arguments.GetValue(limit),
                    Cursor = arguments.GetValue(cursor),
                };
                runner.Print(arguments, await client.ListAddressesAsync(request, cancellationToken), AddressTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(WalletctlOptions options, CommandRunner runner)
    {
        var name = Name();
        var command = new Command("remove", "Take a name out.") { name, options.User };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new RemoveAddress
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    Name = arguments.GetRequiredValue(name),
                };
                runner.Print(arguments, await client.RemoveAddressAsync(request, cancellationToken), AddressTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "1 to 64 characters of a-z, 0-9, dot, underscore and hyphen." };
}
