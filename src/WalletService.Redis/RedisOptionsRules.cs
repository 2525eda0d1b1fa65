using System.Globalization;
using Microsoft.Extensions.Options;
using WalletService.Domain.Connections;

namespace WalletService.Redis;

/// <summary>Rules between settings.</summary>
internal sealed class RedisOptionsRules : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var port = options.Endpoint[(options.Endpoint.LastIndexOf(':') + 1)..];
        if (options.Endpoint.Length > 0 && !(ushort.TryParse(port, CultureInfo.InvariantCulture, out var number) && number > 0))
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
}
