using WalletService.Domain.Ports;

namespace WalletService.Host.Composition;

/// <summary>Chooses whose key wraps the data keys.</summary>
public static class EncryptionComposition
{
    private const string Setting = "Encryption:Provider";

    /// <summary>
    /// Without the setting it is the vault that makes the wallets' keys. Every vault in use opens what it has wrapped before, so that the
    /// provider can be changed.
    /// </summary>
    /// <param name="serving">The vaults that are in use.</param>
    public static void AddEncryption(this WebApplicationBuilder builder, KeysProvider creating, IReadOnlyCollection<KeysProvider> serving)
    {
        var chosen = Read(builder.Configuration[Setting]);
        if (builder.Environment.IsProduction() && chosen is EncryptionProvider.None or EncryptionProvider.Software)
        {
            throw new SettingsException(
                $"{Setting} is '{chosen}', which is for development only. In Production it is one of: Keys, GoogleKms, AwsKms.");
        }

        var keepsNothing = creating == KeysProvider.Software && string.IsNullOrEmpty(builder.Configuration["SoftwareKeys:Directory"]);
        if (chosen == EncryptionProvider.None || (chosen == EncryptionProvider.Keys && keepsNothing))
        {
            return;
        }

        chosen = chosen == EncryptionProvider.Keys ? Of(creating) : chosen;
        if (!serving.Select(Of).Contains(chosen))
        {
            throw new SettingsException($"{Setting} is '{chosen}', which is neither Keys:Provider nor one of Keys:AlsoServing.");
        }

        var word = WordOf(chosen);
        builder.Services.AddSingleton(provider =>
        {
            var wrappers = provider.GetServices<IKeyWrapper>().ToArray();
            return new KeyWrappers(wrappers.First(wrapper => wrapper.Provider == word), wrappers);
        });
    }

    private static EncryptionProvider Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return EncryptionProvider.Keys;
        }

        return Enum.TryParse<EncryptionProvider>(text, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen)
            ? chosen
            : throw new SettingsException($"{Setting} is '{text}', and may be one of: {string.Join(", ", Enum.GetNames<EncryptionProvider>())}.");
    }

    private static EncryptionProvider Of(KeysProvider provider) => provider switch
    {
        KeysProvider.Software => EncryptionProvider.Software,
        KeysProvider.GoogleKms => EncryptionProvider.GoogleKms,
        KeysProvider.AwsKms => EncryptionProvider.AwsKms,
    };

    private static string WordOf(EncryptionProvider provider) => provider switch
    {
        EncryptionProvider.Keys or EncryptionProvider.None => throw new ArgumentOutOfRangeException(nameof(provider)),
        EncryptionProvider.Software => SoftwareKeysServiceCollectionExtensions.Provider,
        EncryptionProvider.GoogleKms => GoogleKmsServiceCollectionExtensions.Provider,
        EncryptionProvider.AwsKms => AwsKmsServiceCollectionExtensions.Provider,
    };
}
