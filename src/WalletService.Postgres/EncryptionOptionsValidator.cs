using Microsoft.Extensions.Options;

namespace WalletService.Postgres;

[OptionsValidator]
internal sealed partial class EncryptionOptionsValidator : IValidateOptions<EncryptionOptions>;
