namespace WalletService.Host.Composition;

/// <summary>Settings are missing or wrong; each failure names one and says what it may be.</summary>
public sealed class SettingsException(IReadOnlyList<string> failures) : Exception(string.Join(' ', failures))
{
    public SettingsException(string failure)
        : this([failure])
    {
    }

    public IReadOnlyList<string> Failures { get; } = failures;
}
