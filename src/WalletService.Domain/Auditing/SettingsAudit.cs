namespace WalletService.Domain.Auditing;

/// <summary>What is written into the audit log when an instance starts with other settings than the latest before it.</summary>
public static class SettingsAudit
{
    /// <summary>Names of settings that are listed; more are counted.</summary>
    private const int ListedNames = 100;

    /// <param name="earlier">The digests at the latest start; empty at the first of all.</param>
    public static AuditDraft Changed(SettingsSnapshot settings, IReadOnlyDictionary<string, string> earlier, string instance)
    {
        var changed = settings.DifferencesFrom(earlier);
        return AuditDrafts.Of(
            AuditActions.SettingsChanged,
            null,
            ("hash", settings.Hash),
            ("instance", instance),
            ("changed", earlier.Count == 0 ? "(first start)" : NamesOf(changed)));
    }

    private static string NamesOf(IReadOnlyList<string> names) => names.Count <= ListedNames
        ? string.Join(' ', names)
        : $"{string.Join(' ', names.Take(ListedNames))} and {names.Count - ListedNames} more";
}
