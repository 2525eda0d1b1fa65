using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Host.Metrics;
using WalletService.Host.Security;
using WalletService.Host.Storage;
using WalletService.Messaging;
using WalletService.Messaging.Callers;
using WalletService.Postgres;

namespace WalletService.Host.Composition;

/// <summary>Chooses the adapters. What keeps money or keys in memory, or asks nobody who he is, is refused in Production.</summary>
public static class AdapterComposition
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        switch (builder.Choose("Storage:Provider", StorageProvider.Embedded))
        {
            case StorageProvider.Embedded:
                builder.Services.AddEmbeddedStorage();
                break;
            case StorageProvider.Postgres:
                builder.Services.AddPostgresStorage(builder.Configuration.GetSection("Postgres"));
                builder.Services.Configure<EncryptionOptions>(builder.Configuration.GetSection("Encryption"));
                builder.Services.AddHostedService<SchemaCheckService>();
                break;
        }
    }

    public static void AddCache(this WebApplicationBuilder builder)
    {
        switch (builder.Choose("Cache:Provider", CacheProvider.Embedded))
        {
            case CacheProvider.Embedded:
                builder.Services.AddEmbeddedCache();
                break;
            case CacheProvider.Redis:
                builder.Services.AddRedisCache(builder.Configuration.GetSection("Redis"));
                break;
        }

        builder.Services.Decorate<IBalanceCache, MeasuredBalanceCache>();
    }

    public static void AddKeys(this WebApplicationBuilder builder)
    {
        var creating = builder.Choose("Keys:Provider", KeysProvider.Software);
        var creatingName = builder.AddVault(creating);
        var also = builder.Configuration.GetSection("Keys").Get<KeysOptions>()?.AlsoServing ?? [];
        var others = also.Select((_, index) => builder.Choose($"Keys:{nameof(KeysOptions.AlsoServing)}:{index}", KeysProvider.Software));
        var serving = others.Append(creating).Distinct().ToArray();
        foreach (var other in serving.Where(other => other != creating))
        {
            builder.AddVault(other);
        }

        builder.AddEncryption(creating, serving);

        builder.Services.AddSingleton<IWalletKeys>(
            provider => new RoutedWalletKeys(provider.GetServices<IKeyVault>(), creatingName));
        builder.Services.Decorate<IWalletKeys, MeasuredWalletKeys>();
        builder.Services.Decorate<IWalletKeys, KeyMismatchAlarm>();
    }

    public static void AddSolana(this WebApplicationBuilder builder)
    {
        var isConfigured =
            !string.IsNullOrEmpty(builder.Configuration["Solana:RpcUrl"]) || builder.Configuration.GetSection("Solana:Nodes").Exists();
        if (!builder.Environment.IsProduction() && !isConfigured)
        {
            // Where a Solana node on a developer's machine listens by custom.
            builder.Configuration["Solana:RpcUrl"] = "http://127.0.0.1:8899";
            builder.Configuration["Solana:WebSocketUrl"] = "ws://127.0.0.1:8900";
        }

        builder.Services.AddSolanaLedger(builder.Configuration.GetSection("Solana"));
    }

    public static void AddMessaging(this WebApplicationBuilder builder)
    {
        builder.Choose("Messaging:Transport", MessagingTransport.InMemory);
        builder.Choose("Callers:Identity", CallerIdentity.Optional);
        builder.Services.AddWalletMessaging(builder.Configuration);
    }

    /// <summary>What <c>migrate</c> needs.</summary>
    public static void AddMigration(this WebApplicationBuilder builder)
    {
        builder.RefuseUnknownSettings();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPostgresStorage(builder.Configuration.GetSection("Postgres"));
    }

    /// <summary>Adds the vault of a provider; returns the word for it in the records of keys.</summary>
    private static string AddVault(this WebApplicationBuilder builder, KeysProvider provider)
    {
        switch (provider)
        {
            case KeysProvider.Software:
                builder.Services.AddSoftwareKeys(builder.Configuration.GetSection("SoftwareKeys"));
                return SoftwareKeysServiceCollectionExtensions.Provider;
            case KeysProvider.GoogleKms:
                builder.Services.AddGoogleKms(builder.Configuration.GetSection("GoogleKms"));
                return GoogleKmsServiceCollectionExtensions.Provider;
            case KeysProvider.AwsKms:
                builder.Services.AddAwsKms(builder.Configuration.GetSection("AwsKms"));
                return AwsKmsServiceCollectionExtensions.Provider;
            default:
                throw new InvalidOperationException($"Unknown provider {provider}.");
        }
    }

    /// <summary>Reads a choice of adapter. Without the setting it is the embedded one, except in Production, which has to choose.</summary>
    private static T Choose<T>(this WebApplicationBuilder builder, string setting, T embedded)
        where T : struct, Enum
    {
        var isProduction = builder.Environment.IsProduction();
        var others = string.Join(", ", Enum.GetValues<T>().Where(value => !value.Equals(embedded)));
        var text = builder.Configuration[setting];
        if (string.IsNullOrEmpty(text))
        {
            return isProduction
                ? throw new SettingsException($"{setting} is missing. In Production it is one of: {others}.")
                : embedded;
        }

        if (!Enum.TryParse<T>(text, ignoreCase: true, out var chosen) || !Enum.IsDefined(chosen))
        {
            throw new SettingsException($"{setting} is '{text}', and may be one of: {string.Join(", ", Enum.GetNames<T>())}.");
        }

        return isProduction && chosen.Equals(embedded)
            ? throw new SettingsException($"{setting} is '{text}', which is for development only. In Production it is one of: {others}.")
            : chosen;
    }
}
