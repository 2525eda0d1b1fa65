namespace WalletService.Host.Settings;

/// <summary>
/// The settings of a folder of mounted files, one each, named like the setting with <c>__</c> for <c>:</c>. They stay as they were at start
/// until others are taken up by <see cref="Take"/>: the service goes by no file that it has not checked.
/// </summary>
public sealed class MountedSettings(string directory) : ConfigurationProvider, IConfigurationSource
{
    private Dictionary<string, string?>? taken;

    /// <summary>What the service goes by.</summary>
    public IReadOnlyDictionary<string, string?> Taken => taken ?? [];

    IConfigurationProvider IConfigurationSource.Build(IConfigurationBuilder builder) => this;

    /// <summary>Reads the files the first time; adding another source has every one loaded anew.</summary>
    public override void Load() => Hold(taken ??= Read());

    /// <summary>What the files hold now.</summary>
    public Dictionary<string, string?> Read() =>
        new ConfigurationBuilder().AddKeyPerFile(directory, optional: false).Build().AsEnumerable()
            .Where(setting => setting.Value is not null)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Goes by these settings from now on.</summary>
    public void Take(Dictionary<string, string?> settings)
    {
        taken = settings;
        Hold(settings);
        OnReload();
    }

    /// <summary>A copy: what a program sets over the settings is none of the files.</summary>
    private void Hold(Dictionary<string, string?> settings) => Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);
}
