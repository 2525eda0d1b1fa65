using WalletService.Host.Composition;

namespace WalletService.Cli.Recovery;

/// <summary>
/// Which vaults the environment sets, by the names that the service's settings have there. Of vaults whose keys nobody may have destroyed
/// or found again the software keys are one: they are not counted.
/// </summary>
internal sealed class VaultSettings(Func<string, string?> environment)
{
    public const string GoogleNeeds = "GoogleKms__ProjectId";
    public const string AwsNeeds = "AwsKms__Region";

    private const string Creating = "Keys__Provider";
    private const string Wrapping = "Encryption__Provider";
    private const int MostOthers = 16;

    private static readonly IReadOnlyList<KeysProvider> Known = [KeysProvider.GoogleKms, KeysProvider.AwsKms];

    /// <summary>The vaults that are set: of each the one setting is there that has no default.</summary>
    public IReadOnlyList<KeysProvider> Set => [.. Known.Where(IsSet)];

    /// <summary>All vaults, those that are named as the service's among them.</summary>
    /// <exception cref="SettingsException">None is set, or one that is named is not.</exception>
    public IReadOnlyList<KeysProvider> Require()
    {
        string[] names = [Creating, .. Enumerable.Range(0, MostOthers).Select(index => $"Keys__{nameof(KeysOptions.AlsoServing)}__{index}")];
        foreach (var name in names)
        {
            if (Read<KeysProvider>(name) is { } provider && Known.Contains(provider))
            {
                Demand(provider, name);
            }
        }

        return Set is { Count: > 0 } set
            ? set
            : throw new SettingsException($"No vault is set. Give the service's own settings: {GoogleNeeds} and the others of Cloud KMS, {AwsNeeds} and the others of AWS KMS, or both.");
    }

    /// <summary>The vault that wraps data keys: the same that the service takes. Null when none is set, or none is to wrap.</summary>
    /// <exception cref="SettingsException">It is not set, or can't be told.</exception>
    public KeysProvider? FindWrapping()
    {
        if (Set.Count == 0)
        {
            return null;
        }

        return Read<EncryptionProvider>(Wrapping) switch
        {
            EncryptionProvider.None or EncryptionProvider.Software => null,
            EncryptionProvider.GoogleKms => Demand(KeysProvider.GoogleKms, Wrapping),
            EncryptionProvider.AwsKms => Demand(KeysProvider.AwsKms, Wrapping),
            EncryptionProvider.Keys or null => FindCreating(),
        };
    }

    private KeysProvider? FindCreating() => Read<KeysProvider>(Creating) switch
    {
        KeysProvider.Software => null,
        { } provider => Demand(provider, Creating),
        null when Set.Count == 1 => Set[0],
        null => throw new SettingsException($"Two vaults are set: say by {Creating} or {Wrapping}, as for the service, which of them wraps data keys."),
    };

    private bool IsSet(KeysProvider provider) => !string.IsNullOrEmpty(environment(NeedOf(provider)));

    private KeysProvider Demand(KeysProvider provider, string name) => IsSet(provider)
        ? provider
        : throw new SettingsException($"{NeedOf(provider)} is missing: {name} is '{provider}'.");

    private static string NeedOf(KeysProvider provider) => provider == KeysProvider.AwsKms ? AwsNeeds : GoogleNeeds;

    private T? Read<T>(string name)
        where T : struct, Enum
    {
        if (environment(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new SettingsException($"{name} is '{text}', and may be one of: {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
