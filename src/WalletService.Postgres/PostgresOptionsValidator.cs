using Microsoft.Extensions.Options;

namespace WalletService.Postgres;

/// <summary>Ranges and formats of single settings.</summary>
[OptionsValidator]
internal sealed partial class PostgresOptionsValidator : IValidateOptions<PostgresOptions>;
