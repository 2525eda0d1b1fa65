using Microsoft.Extensions.Options;

namespace WalletService.Kms.Google;

/// <summary>Rules between settings.</summary>
internal sealed class GoogleKmsOptionsRules : IValidateOptions<GoogleKmsOptions>
{
    public ValidateOptionsResult Validate(string? name, GoogleKmsOptions options)
    {
        var failures = new List<string>();
        if (options.BaseUrl is { } address)
        {
            if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            {
                failures.Add("BaseUrl must be an absolute http or https address.");
            }
            else if (!address.IsLoopback && address.Scheme != Uri.UriSchemeHttps)
            {
                failures.Add("BaseUrl must use https unless it is on loopback.");
            }
            else if (!address.IsLoopback && options.Credentials == GoogleKmsCredentials.None)
            {
                failures.Add("Credentials may be None only when BaseUrl is on loopback.");
            }
        }

        if (options.Locations.Distinct(StringComparer.Ordinal).Count() < options.Locations.Count)
        {
            failures.Add("FallbackLocationIds must differ from each other and from LocationId.");
        }

        if (options.FallbackLocationIds.Any(location => !KmsNames.IsLocationId(location)))
        {
            failures.Add("FallbackLocationIds must be ids of locations, such as europe-west6.");
        }

        if (options.AttemptTimeout > options.TotalTimeout)
        {
            failures.Add("AttemptTimeout must not be longer than TotalTimeout.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
