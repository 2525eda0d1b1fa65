using Microsoft.Extensions.Options;

namespace WalletService.Kms.Software;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
internal sealed partial class SoftwareKeysOptionsValidator : IValidateOptions<SoftwareKeysOptions>;
