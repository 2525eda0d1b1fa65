using System.Globalization;
using Microsoft.Extensions.Options;
using WalletService.Domain.Connections;

namespace WalletService.Redis;

/// <summary>Rules between settings.</summary>
internal sealed class RedisOptionsRules : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        if (!options.Endpoints.All(HasPort))
        {
            return ValidateOptionsResult.Fail("Endpoint has no port from 1 to 65535.");
        }

        if (options.AuthorityFile is { Length: > 0 } && !options.UseTls)
        {
            return ValidateOptionsResult.Fail("AuthorityFile is given, and UseTls is false: nothing would be checked.");
        }

        return PrivateAuthority.FindProblem(options.AuthorityFile) is { } problem
            ? ValidateOptionsResult.Fail($"AuthorityFile: {problem}")
            : ValidateOptionsResult.Success;
    }

    private static bool HasPort(string endpoint) =>
        ushort.TryParse(endpoint.AsSpan(endpoint.LastIndexOf(':') + 1), CultureInfo.InvariantCulture, out var port) && port > 0;
}
