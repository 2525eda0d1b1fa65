using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Restores;

/// <summary>A transfer that had not ended when the backup was made, and may have been signed or signed anew since.</summary>
/// <param name="Id">Which.</param>
/// <param name="WalletId">Whose funds it moves.</param>
/// <param name="Status">As the backup has it.</param>
/// <param name="SolRecipient">Whom it pays, when it is a payment in SOL; else null.</param>
/// <param name="Lamports">What it pays, once that is settled; null for "all" before the decision.</param>
public sealed record OpenTransfer(TransactionId Id, WalletId WalletId, TransferStatus Status, SolanaAddress? SolRecipient, Lamports? Lamports);
