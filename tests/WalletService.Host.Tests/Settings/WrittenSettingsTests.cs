using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using WalletService.Host.Settings;
using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Settings;

/// <summary>The service starts with every setting that the documents, manifests and scripts name.</summary>
public sealed partial class WrittenSettingsTests
{
    /// <summary>What the document gives as examples of what is refused.</summary>
    private static readonly string[] Misspelt = ["Postgress__ConnectionString"];

    [Theory]
    [InlineData("docs")]
    [InlineData("k8s")]
    [InlineData("ops")]
    [InlineData("tests/workshop")]
    [InlineData("dev")]
    [InlineData("Dockerfile")]
    [InlineData("README.md")]
    public void Every_setting_that_is_written_there_exists(string place)
    {
        var path = RepositoryRoot.PathOf(place);
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            : [path];
        var names = files.Where(file => Path.GetExtension(file) is ".md" or ".yaml" or ".yml" or ".sh" or ".json" or "")
            .SelectMany(file => Setting().Matches(File.ReadAllText(file)))
            .Select(match => match.Value.TrimEnd('.'))
            .Except(Misspelt)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        var settings = names.Select(name => KeyValuePair.Create(name.Replace("__", ":", StringComparison.Ordinal), (string?)string.Empty));

        Assert.Empty(SettingsSpelling.FindFailures(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
    }

    [GeneratedRegex("(?<![A-Za-z0-9_])[A-Za-z]+(__[A-Za-z0-9.<>-]+)+(?!_)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
