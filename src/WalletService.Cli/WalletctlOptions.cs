using System.CommandLine;

namespace WalletService.Cli;

/// <summary>The options that commands share.</summary>
internal sealed class WalletctlOptions
{
    public WalletctlOptions(Func<string, string?> environment)
    {
        BrokerUri = Global("--broker-uri", "amqp://host:port/vhost, or amqps:// for TLS.", "WALLETCTL_BROKER_URI", environment);
        UserName = Global("--user-name", "The broker's user.", "WALLETCTL_USER_NAME", environment);
        Password = Global("--password", "The broker's password; better given by the environment.", "WALLETCTL_PASSWORD", environment);
        User = new Option<string>("--user", "-u")
        {
            Description = "The user whose wallet it is, as the calling service names them. [environment: WALLETCTL_USER]",
        };
        if (environment("WALLETCTL_USER") is { Length: > 0 } user)
        {
            User.DefaultValueFactory = _ => user;
        }
        else
        {
            User.Required = true;
        }
    }

    public Option<string?> BrokerUri { get; }

    public Option<string?> UserName { get; }

    public Option<string?> Password { get; }

    public Option<bool> Json { get; } = new("--json") { Description = "Print the reply's data as JSON.", Recursive = true };

    public Option<string> User { get; }

    public Option<string> Wallet { get; } = new("--wallet", "-w") { Description = "The wallet's id.", Required = true };

    public Option<string?> RequestId { get; } = new("--request-id")
    {
        Description = "Idempotency key: the same id with the same request never takes effect twice. Made when missing.",
    };

    public ConnectionSettings? Connection(ParseResult arguments, out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(arguments.GetValue(BrokerUri), UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            problem = "Give the broker's address: --broker-uri amqp://host:port/vhost, or WALLETCTL_BROKER_URI.";
            return null;
        }

        return new ConnectionSettings(uri, arguments.GetValue(UserName) ?? "guest", arguments.GetValue(Password) ?? "guest");
    }

    private static Option<string?> Global(string name, string description, string variable, Func<string, string?> environment) => new(name)
    {
        Description = $"{description} [environment: {variable}]",
        Recursive = true,
        DefaultValueFactory = _ => environment(variable),
    };
}
