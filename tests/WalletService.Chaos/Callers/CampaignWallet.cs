namespace WalletService.Chaos.Callers;

/// <summary>A wallet that the service made for the campaign.</summary>
/// <param name="Deposited">Lamports that it was given on chain before anything was asked.</param>
public sealed record CampaignWallet(string UserId, string WalletId, string Address, ulong Deposited);
