using WalletService.Domain.Values;

namespace WalletService.Domain.Inspection;

/// <summary>What one instruction takes from the wallet, by its own words.</summary>
/// <param name="Mint">The token; null for SOL, and for a token that nobody could tell.</param>
/// <param name="Amount">Base units of the asset.</param>
/// <param name="Recipient">
/// Who gets it: the owner of a token account where that is certain by the account's address, else the account itself. Null when it is
/// destroyed.
/// </param>
/// <param name="Instruction">Which instruction, 1 for the first.</param>
public sealed record StatedMovement(SolanaAddress? Mint, ulong Amount, SolanaAddress? Recipient, int Instruction)
{
    /// <summary>Whether it is a token whose mint neither the instruction nor the account's address tells.</summary>
    public bool IsOfUnknownMint { get; init; }
}
