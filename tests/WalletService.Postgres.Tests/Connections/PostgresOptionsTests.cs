using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Tests.Storage;

namespace WalletService.Postgres.Tests.Connections;

public sealed class PostgresOptionsTests
{
    private const string Good = "Host=127.0.0.1;Username=wallet;Password=very-secret;Database=wallet";

    [Theory]
    [InlineData("", "MaximumConnections", "20", "ConnectionString")]
    [InlineData("Nonsense=very-secret", "MaximumConnections", "20", "ConnectionString")]
    [InlineData("Username=wallet", "MaximumConnections", "20", "Host")]
    [InlineData(Good + ";Multiplexing=true", "MaximumConnections", "20", "Multiplexing")]
    [InlineData(Good, "MaximumConnections", "1", "MaximumConnections")]
    [InlineData(Good, "CommandTimeout", "00:02:00", "CommandTimeout")]
    [InlineData(Good, "LockTimeout", "00:00:05", "LockTimeout")]
    public void A_wrong_setting_is_named_and_no_secret_repeated(string connectionString, string name, string value, string named)
    {
        using var services = PostgresStorage.Services(connectionString, TimeProvider.System, (name, value));

        var refusal = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<PostgresOptions>>().Value);

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_connection_string_says_counts()
    {
        var connection = new NpgsqlConnectionStringBuilder(PostgresConnections.WithDefaults(
            new PostgresOptions { ConnectionString = Good + ";Maximum Pool Size=7;Command Timeout=9;Options=-c work_mem=8MB" }));

        Assert.Equal(7, connection.MaxPoolSize);
        Assert.Equal(9, connection.CommandTimeout);
        Assert.Equal(100, connection.MaxAutoPrepare);
        Assert.Equal(3, connection.Timeout);
        Assert.Contains("work_mem=8MB", connection.Options, StringComparison.Ordinal);
        Assert.Contains("lock_timeout=3000", connection.Options, StringComparison.Ordinal);
        Assert.Contains("jit=off", connection.Options, StringComparison.Ordinal);
    }
}
