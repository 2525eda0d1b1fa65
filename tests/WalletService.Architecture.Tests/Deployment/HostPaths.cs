using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Deployment;

/// <summary>The paths that the host serves, as its source maps them.</summary>
internal static partial class HostPaths
{
    public static HashSet<string> Read() =>
    [
        .. SourceTree.Ending(".cs")
            .Where(file => file.Path.StartsWith("src/WalletService.Host/", StringComparison.Ordinal))
            .SelectMany(file => MappedPath().Matches(file.Text))
            .Select(match => match.Groups["path"].Value),
    ];

    [GeneratedRegex("""Map(Get|Post)\("(?<path>/[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MappedPath();
}
