using System.Globalization;

namespace WalletService.Host.Settings;

/// <summary>
/// Finds settings that nothing would read: of a name that does not exist in a section of the service, or of a section whose name is
/// nearly one of the service's. What else is in the environment is not judged. Values are never told.
/// </summary>
public static class SettingsSpelling
{
    /// <summary>Slips in the name of a section; one in those of up to five letters, which are like too many other words.</summary>
    private const int SectionTolerance = 2;

    private const int ShortName = 5;

    public static IEnumerable<string> FindFailures(IConfiguration configuration) =>
        configuration.GetChildren().SelectMany(child =>
            KnownSettings.Find(child.Key) is { } section ? FindInSection(child, section)
            : child.GetChildren().Any() ? FindInForeign(child)
            : FindInVariable(child.Key));

    private static IEnumerable<string> FindInSection(IConfigurationSection configuration, SettingsSection section) =>
        FindInGroup(configuration, section.Name, SettingsOf(section));

    private static Dictionary<string, Type> SettingsOf(SettingsSection section)
    {
        var settings = section.Options is null ? [] : SettingShape.SettingsOf(section.Options);
        foreach (var choice in section.Choices)
        {
            settings[choice] = typeof(string);
        }

        return settings;
    }

    private static IEnumerable<string> FindInGroup(IConfigurationSection configuration, string path, IReadOnlyDictionary<string, Type> settings) =>
        configuration.GetChildren().SelectMany(child => settings.TryGetValue(child.Key, out var type)
            ? FindInSetting(child, $"{path}:{child.Key}", type)
            : [Unknown($"{path}:{child.Key}", NearestSetting(child.Key, settings.Keys) is { } nearest ? $"{path}:{nearest}" : null)]);

    private static IEnumerable<string> FindInSetting(IConfigurationSection configuration, string path, Type type)
    {
        var children = configuration.GetChildren().ToArray();
        switch (SettingShape.Of(type))
        {
            case SettingShape.OneValue:
                return children.Select(child => $"{path}:{child.Key} is not a setting: {path} is a single value.");
            case SettingShape.ItemsByIndex list:
                return [
                    .. WrongValue(configuration, path, "a list", "0"),
                    .. children.SelectMany(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                        ? FindInSetting(child, $"{path}:{child.Key}", list.Item)
                        : [$"{path}:{child.Key} is not a setting: {path} is a list, whose items are {path}:0, {path}:1 and so on."]),
                ];
            case SettingShape.ItemsByName named:
                return [
                    .. WrongValue(configuration, path, "a group", "<name>"),
                    .. children.SelectMany(child => FindInSetting(child, $"{path}:{child.Key}", named.Item)),
                ];
            case SettingShape.Group group:
                return [
                    .. group.HasValue ? [] : WrongValue(configuration, path, "a group", "<name>"),
                    .. FindInGroup(configuration, path, group.Settings),
                ];
            default:
                return [];
        }
    }

    /// <summary>The value of something that has none; an empty one is how a file of JSON writes an empty list.</summary>
    private static IEnumerable<string> WrongValue(IConfigurationSection configuration, string path, string kind, string part) =>
        string.IsNullOrEmpty(configuration.Value) ? [] : [$"{path} is {kind} of settings and has no value itself: give {path}:{part}."];

    /// <summary>Such as <c>Postgress:ConnectionString</c>.</summary>
    private static IEnumerable<string> FindInForeign(IConfigurationSection child)
    {
        if (Spelling.Nearest(child.Key, KnownSettings.Sections.Where(section => Tolerates(section.Name, child.Key)).Select(section => section.Name), SectionTolerance)
            is not { } nearest)
        {
            return [];
        }

        var settings = SettingsOf(KnownSettings.Find(nearest)!);
        return child.GetChildren().Select(setting => Unknown(
            $"{child.Key}:{setting.Key}", $"{nearest}:{NearestSetting(setting.Key, settings.Keys) ?? setting.Key}"));
    }

    private static bool Tolerates(string section, string written) =>
        section.Length > ShortName || Spelling.Slips(written.ToUpperInvariant(), section.ToUpperInvariant()) < SectionTolerance;

    /// <summary>Such as <c>Postgres_ConnectionString</c>, with one underscore. <c>REDIS_PORT</c> is one that Kubernetes sets.</summary>
    private static IEnumerable<string> FindInVariable(string name)
    {
        if (name.Split('_', 2) is not [var section, var setting]
            || KnownSettings.Sections.FirstOrDefault(known => known.Name.Equals(section, StringComparison.Ordinal)) is not { } known)
        {
            return [];
        }

        return SettingsOf(known).Keys.FirstOrDefault(each => each.Equals(setting, StringComparison.OrdinalIgnoreCase)) is { } meant
            ? [$"{name} is not a setting. Did you mean {section}__{meant}, with two underscores?"]
            : [];
    }

    /// <summary>A third of its letters may be wrong in the name of a setting: it is known to be none, so that guessing does no harm.</summary>
    private static string? NearestSetting(string written, IEnumerable<string> settings) =>
        Spelling.Nearest(written, settings, Math.Max(SectionTolerance, written.Length / 3));

    private static string Unknown(string written, string? meant) => meant is null
        ? $"{written} is not a setting of the service: see docs/configuration.md."
        : $"{written} is not a setting of the service. Did you mean {meant}?";
}
