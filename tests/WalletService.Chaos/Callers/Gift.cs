namespace WalletService.Chaos.Callers;

/// <summary>A payment of an outsider to a wallet. Noted before it is sent, so whether it has arrived the chain must say.</summary>
/// <param name="Signature">Of its transaction.</param>
/// <param name="Payer">Address of the outsider.</param>
/// <param name="Recipient">Address of the wallet.</param>
/// <param name="Mint">The token; null for SOL.</param>
/// <param name="Amount">Lamports, or base units that leave the payer.</param>
public sealed record Gift(string Signature, string Payer, string Recipient, CampaignMint? Mint, ulong Amount);
