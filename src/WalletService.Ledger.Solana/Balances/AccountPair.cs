using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>Two accounts as of one slot; null where there is nothing.</summary>
internal sealed record AccountPair(AccountInfo? First, AccountInfo? Second);
