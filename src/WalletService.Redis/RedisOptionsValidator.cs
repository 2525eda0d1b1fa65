using Microsoft.Extensions.Options;

namespace WalletService.Redis;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
internal sealed partial class RedisOptionsValidator : IValidateOptions<RedisOptions>;
