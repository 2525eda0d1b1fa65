using System.CommandLine;

namespace WalletService.Cli;

/// <summary>The options that commands share.</summary>
internal sealed class WalletctlOptions
{
    private readonly Func<string, string?> environment;

    public WalletctlOptions(Func<string, string?> environment)
    {
        this.environment = environment;
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

    public Option<string?> BrokerUri { get; } = Global("--broker-uri", "amqp://host:port/vhost, or amqps:// for TLS.", "WALLETCTL_BROKER_URI");

    public Option<string?> UserName { get; } = Global("--user-name", "The broker's user.", "WALLETCTL_USER_NAME");

    public Option<string?> Password { get; } = Global(
        "--password", "The broker's password; better given by the environment.", "WALLETCTL_PASSWORD");

    public Option<string?> TokenFile { get; } = Global(
        "--token-file", "A file with the signed token (JWT) of the caller, where the service asks for one.", "WALLETCTL_TOKEN_FILE");

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
        var address = arguments.GetValue(BrokerUri) ?? environment("WALLETCTL_BROKER_URI");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            problem = "Give the broker's address: --broker-uri amqp://host:port/vhost, or WALLETCTL_BROKER_URI.";
            return null;
        }

        var tokenFile = arguments.GetValue(TokenFile) ?? environment("WALLETCTL_TOKEN_FILE");
        if (tokenFile is not null && !File.Exists(tokenFile))
        {
            problem = $"There is no file {tokenFile} with a token.";
            return null;
        }

        return new ConnectionSettings(
            uri,
            arguments.GetValue(UserName) ?? environment("WALLETCTL_USER_NAME") ?? "guest",
            arguments.GetValue(Password) ?? environment("WALLETCTL_PASSWORD") ?? "guest",
            tokenFile);
    }

    /// <summary>The environment is no default value, since help texts print default values.</summary>
    private static Option<string?> Global(string name, string description, string variable) => new(name)
    {
        Description = $"{description} [environment: {variable}]",
        Recursive = true,
    };
}
