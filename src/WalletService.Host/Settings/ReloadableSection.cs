using Microsoft.Extensions.Options;

namespace WalletService.Host.Settings;

/// <summary>A section whose changed settings are taken up without a restart, once they are found valid.</summary>
/// <param name="Name">The section.</param>
/// <param name="FindFailures">What is wrong with the section in a configuration; empty when nothing is.</param>
public sealed record ReloadableSection(string Name, Func<IConfiguration, IEnumerable<string>> FindFailures)
{
    /// <summary>Settings of the section that need a restart all the same.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    public bool Has(string setting) =>
        setting.StartsWith($"{Name}:", StringComparison.OrdinalIgnoreCase) && !Fixed.Contains(setting, StringComparer.OrdinalIgnoreCase);

    /// <summary>A section of options, judged by their validators.</summary>
    public static ReloadableSection Of<TOptions>(string name, IEnumerable<IValidateOptions<TOptions>> validators)
        where TOptions : class, new() =>
        new(name, configuration =>
        {
            var options = configuration.GetSection(name).Get<TOptions>() ?? new TOptions();
            return validators.SelectMany(validator => validator.Validate(Options.DefaultName, options).Failures ?? []);
        });
}
