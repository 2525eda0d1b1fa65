using System.Text.Json;
using System.Text.RegularExpressions;
using WalletService.Domain.Policies;
using WalletService.TestKit.Servers;

namespace WalletService.Domain.Tests.Policies;

/// <summary>docs/policy.md and docs/policy.schema.json say what the service does.</summary>
public sealed partial class PolicyDocumentationTests
{
    [Fact]
    public void Every_example_is_answered_as_the_document_says()
    {
        var answered = 0;
        PolicyDocument? document = null;
        foreach (Match example in Example().Matches(File.ReadAllText(RepositoryRoot.PathOf("docs", "policy.md"))))
        {
            var json = example.Groups["json"].Value;
            if (example.Groups["kind"].Value == "policy")
            {
                document = Judged.Read(json);
                continue;
            }

            Assert.True(PolicyQuestion.TryRead(json, Judged.Noon, out var question, out var fault), fault?.ToString());
            var verdict = question.By(document!);
            using var expected = JsonDocument.Parse(json);
            Assert.Equal(expected.RootElement.GetProperty("answer").GetString(), AnswerOf(verdict));
            if (expected.RootElement.TryGetProperty("rule", out var rule))
            {
                Assert.Contains(rule.GetString(), verdict.Reasons.Select(reason => reason.Rule));
            }

            answered++;
        }

        Assert.True(answered >= 10);
    }

    [Fact]
    public void Every_field_and_word_of_a_policy_is_in_the_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.PathOf("docs", "policy.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");

        Assert.Equal(PolicyNames.Requests.Keys.Order(), Words(properties.GetProperty("requests").GetProperty("items")).Order());
        Assert.Equal(PolicyNames.Answers.Keys.Order(), Words(schema.RootElement.GetProperty("$defs").GetProperty("answer")).Order());
        foreach (var field in properties.EnumerateObject().Where(field => field.Name != "form"))
        {
            // A field that the reader does not know is refused under its own name; one that it knows, for its content.
            Assert.False(PolicyDocumentReader.TryRead($$"""{"form":1,"{{field.Name}}":7}""", out _, out var fault));
            Assert.NotEqual("is no field of a policy", fault.Rule);
        }
    }

    private static IEnumerable<string> Words(JsonElement element) => element.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static string AnswerOf(PolicyVerdict verdict) => verdict switch
    {
        PolicyVerdict.Allow => "allow",
        PolicyVerdict.RequireApproval => "approval",
        _ => "deny",
    };

    [GeneratedRegex(@"^```json (?<kind>policy|request)\n(?<json>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
