namespace WalletService.Chaos.Callers;

/// <summary>What a payment in a token asks for.</summary>
/// <param name="Amount">In base units; null for "max".</param>
/// <param name="IsReceived">Whether the amount is what has to arrive; else it is what leaves.</param>
public sealed record TokenAsk(CampaignMint Mint, ulong? Amount, bool IsReceived = false);
