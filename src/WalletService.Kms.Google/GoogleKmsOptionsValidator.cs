using Microsoft.Extensions.Options;

namespace WalletService.Kms.Google;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
internal sealed partial class GoogleKmsOptionsValidator : IValidateOptions<GoogleKmsOptions>;
