using Microsoft.Extensions.Options;

namespace WalletService.Kms.Aws;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
internal sealed partial class AwsKmsOptionsValidator : IValidateOptions<AwsKmsOptions>;
