using Microsoft.Extensions.Options;

namespace WalletService.Ledger.Solana;

/// <summary>Ranges of single settings.</summary>
[OptionsValidator]
internal sealed partial class SolanaOptionsValidator : IValidateOptions<SolanaOptions>;
