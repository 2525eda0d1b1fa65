using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Inspection;

/// <summary>What a caller says that its transaction takes from the wallet, at most.</summary>
/// <param name="Asset">SOL or a token.</param>
/// <param name="Amount">Base units.</param>
/// <param name="Recipient">Who gets it; null for anybody.</param>
public sealed record DeclaredMovement(Asset Asset, ulong Amount, SolanaAddress? Recipient);
