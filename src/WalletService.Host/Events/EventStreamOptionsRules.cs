using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WalletService.Domain.Values;

namespace WalletService.Host.Events;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
public sealed partial class EventStreamOptionsValidator : IValidateOptions<EventStreamOptions>;

/// <summary>Rules between settings.</summary>
internal sealed class EventStreamOptionsRules(IHostEnvironment environment) : IValidateOptions<EventStreamOptions>
{
    private const int LongestName = 64;

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
            failures.AddRange(Check(options.Tokens[index]).Select(failure => $"Tokens:{index}:{failure}"));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(EventStreamToken token)
    {
        if (token.Name.Length is 0 or > LongestName)
        {
            yield return "Name must have 1 to 64 characters.";
        }

        if (token.Sha256.Length != 2 * SHA256.HashSizeInBytes || !token.Sha256.All(char.IsAsciiHexDigit))
        {
            yield return "Sha256 must be the SHA-256 of the token in 64 hex digits.";
        }

        if (token.Users.Count == 0 || token.Users.Any(user => !UserId.TryParse(user, out _)))
        {
            yield return "Users must be the users that the token may see, or *.";
        }
    }
}
