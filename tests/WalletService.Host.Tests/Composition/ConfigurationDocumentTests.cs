using System.ComponentModel.DataAnnotations;
using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Composition;

/// <summary><c>docs/configuration.md</c> has every setting of the service, no other, with its default, range and choices.</summary>
public sealed class ConfigurationDocumentTests
{
    private const string Right = """
        | setting | default | meaning |
        |---|---|---|
        | `Sample:Name` | required | What it is called. |
        | `Sample:Comment` | none | What else there is to say. |
        | `Sample:Wait` | `00:00:00.2` | How long. `00:00:00.1` to `1.00:00:00`. |
        | `Sample:Day` | `Monday` | `Sunday`, `Monday`, `Tuesday`, `Wednesday`, `Thursday`, `Friday` or `Saturday`. |

            Sample__Wait=00:00:01
        """;

    [Fact]
    public void Every_setting_is_documented_as_it_is() =>
        Assert.Empty(ConfigurationDocument.Differences(File.ReadAllText(RepositoryRoot.PathOf("docs", "configuration.md")), CodedSetting.All()));

    [Fact]
    public void All_settings_are_found() =>
        Assert.Superset(
            new HashSet<string>(
                [
                    "Balances:TimeToLive", "Cache:Provider", "GoogleKms:ProjectId", "Keys:Provider", "Messaging:Transport",
                    "Postgres:ConnectionString", "RabbitMq:Uri", "Redis:Endpoint", "Service:InstanceId", "SoftwareKeys:Directory",
                    "Solana:RpcUrl", "Storage:Provider", "Transfers:Lease",
                ],
                StringComparer.Ordinal),
            CodedSetting.All().Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void A_right_document_has_no_differences() => Assert.Empty(Differences(Right));

    [Theory]
    [InlineData("| `Sample:Name` | required | What it is called. |", "", "Sample:Name is not in the document")]
    [InlineData("`Sample:Comment`", "`Sample:Remark`", "Sample:Remark does not exist")]
    [InlineData("| `Sample:Name` |", "| `Sample:Name` | required | Again. |\n| `Sample:Name` |", "Sample:Name is there twice")]
    [InlineData("| required |", "| `x` |", "Sample:Name has the default required, not `x`")]
    [InlineData("| none |", "| required |", "Sample:Comment has the default none, not required")]
    [InlineData("`00:00:00.2`", "`00:00:02`", "Sample:Wait has the default `00:00:00.2`, not `00:00:02`")]
    [InlineData("to `1.00:00:00`", "to `2.00:00:00`", "Sample:Wait has the range `00:00:00.1` to `1.00:00:00`")]
    [InlineData("`Friday` or ", "", "Sample:Day may be `Friday`")]
    [InlineData("Sample__Wait=", "Sample__Weight=", "Sample:Weight of an example does not exist")]
    public void A_wrong_document_is_reported(string text, string replacement, string difference) =>
        Assert.Contains(difference, Differences(Right.Replace(text, replacement, StringComparison.Ordinal)));

    private static IReadOnlyList<string> Differences(string markdown) =>
        ConfigurationDocument.Differences(markdown, [.. CodedSetting.Of(typeof(SampleOptions))]);

    private sealed class SampleOptions
    {
        [Required]
        public string Name { get; set; } = string.Empty;

        public string? Comment { get; set; }

        [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
        public TimeSpan Wait { get; set; } = TimeSpan.FromMilliseconds(200);

        public DayOfWeek Day { get; set; } = DayOfWeek.Monday;
    }
}
