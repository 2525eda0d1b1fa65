using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>What a sender of a payment in a token can get wrong names its field, and nothing is paid.</summary>
public sealed class TokenRequestsTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    private const string Route = "wallet.transaction.transferToken";

    /// <summary>The field, and its value as JSON; null leaves it out.</summary>
    public static TheoryData<string, string?> BadFields() => new()
    {
        { "userId", null },
        { "walletId", "\"w\"" },
        { "recipient", "\"not base58!\"" },
        { "mint", null },
        { "mint", "\"mint\"" },
        { "amount", null },
        { "amount", "\"0\"" },
        { "amount", "\"0.000\"" },
        { "amount", "\"-1\"" },
        { "amount", "\"1e3\"" },
        { "amount", "1e3" },
        { "amount", "\"1,5\"" },
        { "amount", "\" 1\"" },
        { "amount", "\"Max\"" },
        { "amountMeaning", "\"gross\"" },
        { "memo", "\"\"" },
        { "validForMs", "999" },
        { "waitFor", "\"signed\"" },
        { "waitMs", "60001" },
        { "lamports", "1" },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public async Task A_field_that_is_wrong_is_named(string field, string? value)
    {
        var answer = await fixture.Caller.AskAsync(Route, Body(field, value));

        Assert.False(answer.Success);
        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.Equal(field, answer.Json["error"]!["details"]!["field"]!.GetValue<string>());
    }

    private static string Body(string field, string? value)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["userId"] = "\"u\"",
            ["walletId"] = "\"01890a5d-ac96-774b-bcce-b302099a8057\"",
            ["recipient"] = "\"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM\"",
            ["mint"] = "\"2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo\"",
            ["amount"] = "\"1\"",
            ["requestId"] = "\"r\"",
            [field] = value,
        };
        return $"{{{string.Join(',', fields.Where(entry => entry.Value is not null).Select(entry => $"\"{entry.Key}\":{entry.Value}"))}}}";
    }
}
