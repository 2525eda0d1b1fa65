using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Composition;

/// <summary>The program itself, started with wrong settings: it ends at once and names them.</summary>
public sealed class SettingsTests
{
    private const int WrongSettings = 78;

    public static TheoryData<string, string, string> Wrong() => new()
    {
        { "Storage__Provider", "MongoDb", "Storage:Provider is 'MongoDb', and may be one of: Embedded, Postgres." },
        { "Cache__Provider", "9", "Cache:Provider is '9'" },
        { "Keys__Provider", "Paper", "Keys:Provider is 'Paper'" },
        { "Encryption__Provider", "Rot13", "Encryption:Provider is 'Rot13'" },
        { "Encryption__Provider", "GoogleKms", "Encryption:Provider is 'GoogleKms', which is neither" },
        { "Messaging__Transport", "Pigeon", "Messaging:Transport is 'Pigeon'" },
        { "Transfers__Lease", "00:00:00", "Transfers:Lease" },
        { "Transfers__Concurrency", "0", "Transfers:Concurrency" },
        { "Balances__TimeToLive", "-1", "Balances:TimeToLive" },
        { "Service__ShutdownTimeout", "10:00:00", "Service:ShutdownTimeout" },
        { "Solana__RpcUrl", "ftp://127.0.0.1", "- Solana:RpcUrl must be" },
        { "Transfers__Capacity", "many", "- Transfers:Capacity can't be read as Int32." },
        { "Balances__TimeToLive", "soon", "- Balances:TimeToLive can't be read as TimeSpan." },
        { "EventStream__Tokens__0__Sha256", "secret", "- EventStream:Tokens:0:Sha256 must be" },
        { "EventStream__MaximumConnections", "0", "EventStream:MaximumConnections" },
        { "Service__SettingsDirectory", "/nowhere", "Service:SettingsDirectory" },
        { "Postgres__ConectionString", "Host=x", "- Postgres:ConectionString is not a setting of the service. Did you mean Postgres:ConnectionString?" },
        { "Postgress__ConnectionString", "Host=x", "- Postgress:ConnectionString is not a setting of the service. Did you mean Postgres:ConnectionString?" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string expected)
    {
        var (exitCode, output) = await StartAsync("Development", (name, value));
        Assert.Equal(WrongSettings, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage__Provider", "Embedded", "Storage:Provider is 'Embedded', which is for development only")]
    [InlineData("Storage__Provider", "", "Storage:Provider is missing. In Production it is one of: Postgres.")]
    [InlineData("Cache__Provider", "Embedded", "Cache:Provider is 'Embedded', which is for development only")]
    [InlineData("Keys__Provider", "Software", "Keys:Provider is 'Software', which is for development only")]
    [InlineData("Encryption__Provider", "None", "Encryption:Provider is 'None', which is for development only")]
    [InlineData("EventStream__Enabled", "true", "EventStream:Tokens is empty. In Production nobody may read events without one.")]
    [InlineData("Callers__Identity", "Optional", "Callers:Identity is 'Optional', which is for development only")]
    [InlineData("Callers__Identity", "", "Callers:Identity is missing. In Production it is one of: Required.")]
    [InlineData("Callers__Known__shop__Routes__0", "wallet.balances.*", "which matches none of the service's routes")]
    [InlineData("Messaging__Transport", "InMemory", "Messaging:Transport is 'InMemory', which is for development only")]
    public async Task Production_refuses_what_is_for_development(string name, string value, string expected)
    {
        var (exitCode, output) = await StartAsync("Production", (name, value));
        Assert.Equal(WrongSettings, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_read_from_mounted_files()
    {
        var folder = Directory.CreateTempSubdirectory("settings-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Transfers__Capacity"), "0");
            var (exitCode, output) = await StartAsync("Development", ("Service__SettingsDirectory", folder.FullName));
            Assert.Equal(WrongSettings, exitCode);
            Assert.Contains("Transfers:Capacity", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_misspelt_mounted_file_stops_the_start_and_the_migration()
    {
        using var folder = new TemporaryFolder("misspelt");
        await File.WriteAllTextAsync(folder.PathOf("Redis__Pasword"), "s3cr3t-7781");
        const string Expected = "- Redis:Pasword is not a setting of the service. Did you mean Redis:Password?";
        var (started, told) = await StartAsync("Development", ("Service__SettingsDirectory", folder.Path));
        var (migrated, said) = await ServiceProcess.RunCommandAsync("migrate", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Service__SettingsDirectory"] = folder.Path,
        });

        Assert.Equal((WrongSettings, WrongSettings), (started, migrated));
        Assert.Contains(Expected, told, StringComparison.Ordinal);
        Assert.Contains(Expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-7781", told + said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_says_when_the_database_is_away()
    {
        var (exitCode, output) = await ServiceProcess.RunCommandAsync("migrate", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Postgres__ConnectionString"] = "Host=127.0.0.1;Port=1;Username=wallet;Password=x;Database=wallet",
        });
        Assert.Equal(69, exitCode);
        Assert.Contains("The schema is not up to date. The database can't be reached", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_explained()
    {
        var (exitCode, output) = await ServiceProcess.RunCommandAsync("frobnicate", new Dictionary<string, string>());
        Assert.Equal(2, exitCode);
        Assert.Contains("Unknown command 'frobnicate'", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string environment, (string Name, string Value) setting)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = environment };
        if (environment == "Production")
        {
            // All is in order but the one setting.
            settings["Storage__Provider"] = "Postgres";
            settings["Postgres__ConnectionString"] = "Host=127.0.0.1;Port=1;Username=wallet;Password=x;Database=wallet";
            settings["Cache__Provider"] = "Redis";
            settings["Redis__Endpoint"] = "127.0.0.1:1";
            settings["Keys__Provider"] = "GoogleKms";
            settings["GoogleKms__ProjectId"] = "project";
            settings["GoogleKms__LocationId"] = "europe-west6";
            settings["GoogleKms__KeyRingId"] = "wallets";
            settings["Messaging__Transport"] = "RabbitMq";
            settings["RabbitMq__Uri"] = "amqp://127.0.0.1:1/";
            settings["RabbitMq__UserName"] = "wallet";
            settings["RabbitMq__Password"] = "x";
            settings["Callers__Identity"] = "Required";
            settings["Callers__Known__shop__Routes__0"] = "wallet.*";
            settings["Solana__RpcUrl"] = "http://127.0.0.1:1";
        }

        settings[setting.Name] = setting.Value;
        await using var service = ServiceProcess.Launch(settings);
        return (await service.ExitAsync(), service.Log);
    }
}
