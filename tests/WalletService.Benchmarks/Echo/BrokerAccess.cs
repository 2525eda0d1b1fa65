using RabbitMQ.Client;

namespace WalletService.Benchmarks.Echo;

/// <summary>How to reach the broker; children get it by their environment.</summary>
/// <param name="Uri">Without user and password.</param>
public sealed record BrokerAccess(Uri Uri, string UserName, string Password)
{
    private const string UriVariable = "BENCHMARK_BROKER_URI";
    private const string UserNameVariable = "BENCHMARK_BROKER_USER_NAME";
    private const string PasswordVariable = "BENCHMARK_BROKER_PASSWORD";

    public static BrokerAccess FromEnvironment() => new(new Uri(Read(UriVariable)), Read(UserNameVariable), Read(PasswordVariable));

    public IReadOnlyDictionary<string, string> ToEnvironment() => new Dictionary<string, string>
    {
        [UriVariable] = Uri.AbsoluteUri,
        [UserNameVariable] = UserName,
        [PasswordVariable] = Password,
    };

    public Task<IConnection> ConnectAsync() =>
        new ConnectionFactory { Uri = Uri, UserName = UserName, Password = Password }.CreateConnectionAsync();

    private static string Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set.");
}
