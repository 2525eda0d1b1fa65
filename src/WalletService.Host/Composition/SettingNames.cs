using Microsoft.Extensions.Options;

namespace WalletService.Host.Composition;

/// <summary>Names settings as the operator wrote them, when a check of options fails.</summary>
public static class SettingNames
{
    /// <summary>The failures of one options class, each beginning with the setting's full name.</summary>
    public static IEnumerable<string> Explain(OptionsValidationException exception)
    {
        var section = Section(exception.OptionsType);
        return exception.Failures.Select(failure => $"{section}:{failure}");
    }

    /// <summary>The section that an options class is bound to: its name without the ending, but for those named after many things.</summary>
    private static string Section(Type options) => options.Name switch
    {
        "TransferOptions" => "Transfers",
        "BalanceOptions" => "Balances",
        var name => name.EndsWith("Options", StringComparison.Ordinal) ? name[..^"Options".Length] : name,
    };
}
