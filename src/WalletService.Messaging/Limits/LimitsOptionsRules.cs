using Microsoft.Extensions.Options;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Limits;

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;

/// <summary>A limit for a route that does not exist limits nothing, and is refused.</summary>
internal sealed class LimitsOptionsRules : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        string[] failures =
        [
            .. options.Routes.Keys.Where(route => WalletRoutes.Find(route) is null).Select(route => $"Limits:Routes has '{route}', which is none of the service's routes."),
            .. options.Routes.Where(route => !IsInRange(route.Value)).Select(route => $"Limits:Routes:{route.Key} has limits of 0 to 1000000."),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsInRange(RouteLimitSettings limits) =>
        new[] { limits.PerUser, limits.PerCaller, limits.PerRoute }.All(limit => limit is null or (>= 0 and <= 1_000_000));
}
