using Microsoft.Extensions.Configuration;
using WalletService.Host.Settings;
using WalletService.Host.Tests.Composition;

namespace WalletService.Host.Tests.Settings;

/// <summary>A setting that nothing would read is found, and what was meant is told.</summary>
public sealed class SettingsSpellingTests
{
    [Theory]
    [InlineData("Postgres:ConectionString", "Postgres:ConectionString is not a setting of the service. Did you mean Postgres:ConnectionString?")]
    [InlineData("Redis:Endpont", "Redis:Endpont is not a setting of the service. Did you mean Redis:Endpoint?")]
    [InlineData("Limits:TransferPerUsr", "Limits:TransferPerUsr is not a setting of the service. Did you mean Limits:TransfersPerUser?")]
    [InlineData("Transfers:Capactiy", "Transfers:Capactiy is not a setting of the service. Did you mean Transfers:Capacity?")]
    [InlineData("Limits:Everything", "Limits:Everything is not a setting of the service: see docs/configuration.md.")]
    [InlineData("Storage:Provder", "Storage:Provder is not a setting of the service. Did you mean Storage:Provider?")]
    [InlineData("Encryption:Provder", "Encryption:Provder is not a setting of the service. Did you mean Encryption:Provider?")]
    [InlineData("Solana:Nodes:0:RpcURI", "Solana:Nodes:0:RpcURI is not a setting of the service. Did you mean Solana:Nodes:0:RpcUrl?")]
    [InlineData("Callers:Known:shop:Route:0", "Callers:Known:shop:Route is not a setting of the service. Did you mean Callers:Known:shop:Routes?")]
    [InlineData("Callers:Known:shop:Routes", "Callers:Known:shop:Routes is a list of settings and has no value itself: give Callers:Known:shop:Routes:0.")]
    [InlineData("Callers:Known:shop", "Callers:Known:shop is a group of settings and has no value itself: give Callers:Known:shop:<name>.")]
    [InlineData("Callers:Known", "Callers:Known is a group of settings and has no value itself: give Callers:Known:<name>.")]
    [InlineData("Solana:Nodes:RpcUrl", "Solana:Nodes:RpcUrl is not a setting: Solana:Nodes is a list, whose items are Solana:Nodes:0, Solana:Nodes:1 and so on.")]
    [InlineData("Transfers:Capacity:Most", "Transfers:Capacity:Most is not a setting: Transfers:Capacity is a single value.")]
    [InlineData("Serilog:MinimumLevel:Defualt", "Serilog:MinimumLevel:Defualt is not a setting of the service. Did you mean Serilog:MinimumLevel:Default?")]
    [InlineData("Postgress:ConnectionString", "Postgress:ConnectionString is not a setting of the service. Did you mean Postgres:ConnectionString?")]
    [InlineData("postgers:conectionstring", "postgers:conectionstring is not a setting of the service. Did you mean Postgres:ConnectionString?")]
    [InlineData("Reddis:Endpoint", "Reddis:Endpoint is not a setting of the service. Did you mean Redis:Endpoint?")]
    [InlineData("RabitMQ:Password", "RabitMQ:Password is not a setting of the service. Did you mean RabbitMq:Password?")]
    [InlineData("Postgres_ConnectionString", "Postgres_ConnectionString is not a setting. Did you mean Postgres__ConnectionString, with two underscores?")]
    public void What_would_be_ignored_is_named_with_what_was_meant(string name, string failure) =>
        Assert.Equal([failure], Find((name, "s3cr3t")));

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("AllowedHosts")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    [InlineData("ConnectionStrings:Other")]
    [InlineData("REDIS_PORT")]
    [InlineData("POSTGRES_CONNECTIONSTRING")]
    [InlineData("CACHE")]
    [InlineData("Cash:Desk")]
    [InlineData("npm:config")]
    [InlineData("WalletClient:BrokerUri")]
    public void What_is_not_the_services_is_left_alone(string name) => Assert.Empty(Find((name, "1")));

    [Theory]
    [InlineData("postgres:connectionstring")]
    [InlineData("Serilog:MinimumLevel")]
    [InlineData("Serilog:MinimumLevel:Override:Microsoft.AspNetCore")]
    [InlineData("Serilog:Enrich:0")]
    [InlineData("Limits:Routes:wallet.management.get:PerUser")]
    [InlineData("Keys:AlsoServing:1")]
    public void What_is_read_is_right(string name) => Assert.Empty(Find((name, "1")));

    [Fact]
    public void An_empty_list_may_be_written_as_JSON_has_it() => Assert.Empty(Find(("Tokens:AllowedMints", string.Empty)));

    [Fact]
    public void Every_setting_of_the_service_is_right() =>
        Assert.Empty(Find([.. CodedSetting.All().Select(setting => (setting.Name.Replace("<name>", "some", StringComparison.Ordinal), "1"))]));

    [Fact]
    public void All_that_is_wrong_is_told_at_once() =>
        Assert.Equal(3, Find(("Redis:Endpont", "1"), ("Redis:Pasword", "1"), ("Reddis:Endpoint", "1")).Count);

    [Theory]
    [InlineData("redis", "redis", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("endpont", "endpoint", 1)]
    [InlineData("endpooint", "endpoint", 1)]
    [InlineData("endpaint", "endpoint", 1)]
    [InlineData("edn", "end", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("sitting", "kitten", 3)]
    public void Slips_are_counted(string written, string meant, int slips) => Assert.Equal(slips, Spelling.Slips(written, meant));

    private static IReadOnlyList<string> Find(params (string Name, string Value)[] settings) =>
    [
        .. SettingsSpelling.FindFailures(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build()),
    ];
}
