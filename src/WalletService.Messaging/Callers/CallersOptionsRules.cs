using Microsoft.Extensions.Options;
using WalletService.Domain.Callers;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Callers;

[OptionsValidator]
internal sealed partial class CallersOptionsValidator : IValidateOptions<CallersOptions>;

/// <summary>What no attribute can say of the callers. A pattern that matches nothing is a slip of the pen, and refused.</summary>
internal sealed class CallersOptionsRules : IValidateOptions<CallersOptions>
{
    public ValidateOptionsResult Validate(string? name, CallersOptions options)
    {
        var failures = options.Known.SelectMany(caller => Check(caller.Key, caller.Value)).ToList();
        if (options is { Identity: CallerIdentity.Required, Known.Count: 0 })
        {
            failures.Add("Callers:Known is empty, and Callers:Identity is Required: nobody could ask for anything.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string name, KnownCallerSettings caller)
    {
        var setting = $"Callers:Known:{name}";
        if (!CallerId.TryParse(name, out _))
        {
            yield return $"{setting}: a caller's name has 1 to {CallerId.MaximumLength} letters, digits, dots, underscores and hyphens.";
        }

        if (caller.Routes.Count == 0)
        {
            yield return $"{setting}:Routes is empty: the caller could not ask for anything.";
        }

        foreach (var route in caller.Routes.Where(route => !WalletRoutes.All.Any(known => new NamePattern(route).Matches(known.Name))))
        {
            yield return $"{setting}:Routes has '{route}', which matches none of the service's routes.";
        }

        if (caller.Users.Any(user => user.Length is 0 or > NamePattern.MaximumLength))
        {
            yield return $"{setting}:Users has patterns of 1 to {NamePattern.MaximumLength} characters.";
        }
    }
}
