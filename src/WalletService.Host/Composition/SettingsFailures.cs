using Microsoft.Extensions.Options;

namespace WalletService.Host.Composition;

/// <summary>Tells failures of settings from all others.</summary>
public static class SettingsFailures
{
    /// <summary>What is wrong with which setting; null when the exception tells of something else.</summary>
    public static IReadOnlyList<string>? Of(Exception exception) => exception switch
    {
        OptionsValidationException one => [.. SettingNames.Explain(one)],
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(SettingNames.Explain)],
        SettingsException wrong => wrong.Failures,
        InvalidOperationException unreadable when SettingNames.ExplainUnreadable(unreadable) is { } failure => [failure],
        _ => null,
    };
}
