using WalletService.Domain.Values;

namespace WalletService.Domain.Inspection;

/// <summary>Something in a transaction that the stated movements do not tell.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Instruction">Which instruction, 1 for the first; 0 when it is about the transaction as a whole.</param>
/// <param name="Subject">Whom or what it favours or concerns: the new authority, the destination, the program, the table; null when nobody.</param>
public sealed record Finding(FindingKind Kind, int Instruction, SolanaAddress? Subject = null);
