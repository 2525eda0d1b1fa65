using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Settings;

/// <summary>
/// Every setting of the service, read from the sources of its options classes: the section that the class's summary
/// names (or the class's own name), then each property that can be set. Groups of settings by name end in <c>__*</c>.
/// </summary>
internal static partial class ServiceSettings
{
    private static readonly string[] HostSettings = ["ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_ENVIRONMENT"];

    /// <summary>As environment variables are named: <c>Section__Name</c>.</summary>
    public static IReadOnlySet<string> All { get; } = SourceTree.Ending("Options.cs")
        .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && !file.Path.StartsWith("src/WalletService.Solana/", StringComparison.Ordinal))
        .SelectMany(In)
        .Concat(HostSettings)
        .ToHashSet(StringComparer.Ordinal);

    public static IEnumerable<string> In(SourceFile options)
    {
        foreach (Match match in SingleSetting().Matches(options.Text))
        {
            yield return $"{match.Groups["section"].Value}__{match.Groups["name"].Value}";
        }

        var settings = OptionsClass().Match(options.Text);
        if (settings.Success)
        {
            var named = NamedSection().Match(options.Text[..settings.Index]);
            var section = named.Success ? named.Groups["section"].Value : settings.Groups["stem"].Value;
            foreach (Match property in Property().Matches(options.Text[settings.Index..]))
            {
                yield return $"{section}__{property.Groups["name"].Value}";
            }

            foreach (Match list in Lists().Matches(options.Text[settings.Index..]))
            {
                yield return $"{section}__{list.Groups["name"].Value}";
            }

            foreach (Match group in NamedGroups().Matches(options.Text[settings.Index..]))
            {
                yield return $"{section}__{group.Groups["name"].Value}__*";
            }
        }
    }

    [GeneratedRegex(@"Setting <c>(?<section>\w+):(?<name>\w+)</c>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SingleSetting();

    [GeneratedRegex(@"Section <c>(?<section>\w+)</c>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedSection();

    [GeneratedRegex(@"public sealed class (?<stem>\w+)Options\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"public IList<\w+> (?<name>\w+) \{ get; \}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lists();

    [GeneratedRegex(@"public IDictionary<string, \w+> (?<name>\w+) \{ get; \}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedGroups();

    [GeneratedRegex(@"public (required )?[\w<>?\[\]., ]+ (?<name>\w+) \{ get; (set|init); \}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Property();
}
