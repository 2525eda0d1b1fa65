namespace WalletService.Domain.Policies;

/// <summary>How the words of policies are written.</summary>
public static class PolicyNames
{
    public static IReadOnlyDictionary<string, PolicyRequestKind> Requests { get; } =
        Enum.GetValues<PolicyRequestKind>().ToDictionary(Of, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, PolicyAnswer> Answers { get; } =
        Enum.GetValues<PolicyAnswer>().ToDictionary(Of, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, DayOfWeek> Days { get; } =
        Enum.GetValues<DayOfWeek>().ToDictionary(Of, StringComparer.Ordinal);

    public static string Of<T>(T word)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(word.ToString());
}
