using System.Globalization;
using Microsoft.Extensions.Options;

namespace WalletService.Redis;

/// <summary>Rules between settings.</summary>
internal sealed class RedisOptionsRules : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var port = options.Endpoint[(options.Endpoint.LastIndexOf(':') + 1)..];
        return options.Endpoint.Length == 0 || (ushort.TryParse(port, CultureInfo.InvariantCulture, out var number) && number > 0)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Endpoint has no port from 1 to 65535.");
    }
}
