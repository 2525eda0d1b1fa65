using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WalletService.Host.Composition;

/// <summary>Names settings as the operator wrote them, when a check of options fails.</summary>
public static partial class SettingNames
{
    /// <summary>The failures of one options class, each beginning with the setting's full name.</summary>
    public static IEnumerable<string> Explain(OptionsValidationException exception)
    {
        var section = Section(exception.OptionsType);
        return exception.Failures.Select(failure =>
            failure.StartsWith($"{section}:", StringComparison.Ordinal) ? failure : $"{section}:{failure}");
    }

    /// <summary>
    /// The setting whose value is not of its type; null when the exception tells of something else. The value is not repeated: it may
    /// be an address with a key.
    /// </summary>
    public static string? ExplainUnreadable(InvalidOperationException exception) =>
        exception.Source == "Microsoft.Extensions.Configuration.Binder" && Unreadable().Match(exception.Message) is { Success: true } match
            ? $"{match.Groups["setting"].Value} can't be read as {match.Groups["type"].Value}."
            : null;

    /// <summary>The section that an options class is bound to: its name without the ending, but for those named after many things.</summary>
    private static string Section(Type options) => options.Name switch
    {
        "TransferOptions" => "Transfers",
        "TokenOptions" => "Tokens",
        "BalanceOptions" => "Balances",
        "DepositOptions" => "Deposits",
        "AnomalyOptions" => "Anomalies",
        "FeatureOptions" => "Features",
        var name => name.EndsWith("Options", StringComparison.Ordinal) ? name[..^"Options".Length] : name,
    };

    [GeneratedRegex(@" at '(?<setting>[\w:]+)' to type '[\w.]*?(?<type>\w+)'\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unreadable();
}
