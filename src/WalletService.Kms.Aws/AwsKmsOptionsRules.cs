using Microsoft.Extensions.Options;

namespace WalletService.Kms.Aws;

/// <summary>Rules between settings.</summary>
internal sealed class AwsKmsOptionsRules : IValidateOptions<AwsKmsOptions>
{
    public ValidateOptionsResult Validate(string? name, AwsKmsOptions options)
    {
        var failures = new List<string>();
        if (options.ServiceUrl is { } address)
        {
            if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            {
                failures.Add("ServiceUrl must be an absolute http or https address.");
            }
            else if (!address.IsLoopback && address.Scheme != Uri.UriSchemeHttps)
            {
                failures.Add("ServiceUrl must use https unless it is on loopback.");
            }
        }

        if (string.IsNullOrEmpty(options.AccessKeyId) != string.IsNullOrEmpty(options.SecretAccessKey))
        {
            failures.Add("AccessKeyId and SecretAccessKey are given both, or neither.");
        }

        if (options.AttemptTimeout > options.TotalTimeout)
        {
            failures.Add("AttemptTimeout must not be longer than TotalTimeout.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
