using WalletService.Solana;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>A token account that a transaction creates.</summary>
internal sealed record CreatedTokenAccount(Address Account, TokenAccountFact Fact);
