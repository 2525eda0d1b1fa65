using Microsoft.Extensions.Options;
using WalletService.Domain.Values;

namespace WalletService.Host.Events;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
public sealed partial class EventStreamOptionsValidator : IValidateOptions<EventStreamOptions>;

/// <summary>Rules between settings.</summary>
internal sealed class EventStreamOptionsRules(IHostEnvironment environment) : IValidateOptions<EventStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, EventStreamOptions options)
    {
        var failures = new List<string>();
        if (options is { Enabled: true, Tokens.Count: 0 } && environment.IsProduction())
        {
            failures.Add("Tokens is empty. In Production nobody may read events without one.");
        }

        foreach (var twice in options.Tokens.GroupBy(token => token.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            failures.Add($"Tokens: the name '{twice.Key}' is there twice.");
        }

        if (options.Tokens.DistinctBy(token => token.Sha256, StringComparer.OrdinalIgnoreCase).Count() < options.Tokens.Count)
        {
            failures.Add("Tokens: two of them are the same token.");
        }

        for (var index = 0; index < options.Tokens.Count; index++)
        {
            var users = options.Tokens[index].Users;
            if (users.Count == 0 || users.Any(user => !UserId.TryParse(user, out _)))
            {
                failures.Add($"Tokens:{index}:Users must be the users that the token may see, or *.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
