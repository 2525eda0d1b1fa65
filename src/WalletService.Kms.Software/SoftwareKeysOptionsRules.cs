using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WalletService.Kms.Software;

/// <summary>Rules between settings, and the rule that Production has a real vault.</summary>
internal sealed class SoftwareKeysOptionsRules(IHostEnvironment environment) : IValidateOptions<SoftwareKeysOptions>
{
    public ValidateOptionsResult Validate(string? name, SoftwareKeysOptions options)
    {
        var failures = new List<string>();
        if (environment.IsProduction())
        {
            failures.Add("Software keys are for development: in Production configure Google Cloud KMS or AWS KMS.");
        }

        var protections = (string.IsNullOrEmpty(options.Passphrase) ? 0 : 1) + (string.IsNullOrEmpty(options.KeyFile) ? 0 : 1);
        if (!string.IsNullOrEmpty(options.Directory) && protections != 1)
        {
            failures.Add("Directory needs exactly one of Passphrase and KeyFile.");
        }

        if (!string.IsNullOrEmpty(options.KeyFile) && new FileInfo(options.KeyFile) is not { Exists: true, Length: SeedCipher.KeyLength })
        {
            failures.Add($"KeyFile must be a file of exactly {SeedCipher.KeyLength} bytes.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
