using WalletService.Domain.Values;

namespace WalletService.Domain.Restores;

/// <summary>A batch whose payments are not all transfers yet: the service would make them so.</summary>
public sealed record OpenBatch(BatchId Id, WalletId WalletId);
