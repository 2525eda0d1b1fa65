using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Restores;

/// <summary>A transfer that had not ended when the backup was made, and may have been signed or signed anew since.</summary>
/// <param name="Transfer">As the backup has it.</param>
/// <param name="Source">The address that it pays from.</param>
/// <param name="Attempts">Everything that the vault was asked to sign for it before the backup.</param>
public sealed record OpenTransfer(Transfer Transfer, SolanaAddress Source, IReadOnlyList<RecordedAttempt> Attempts)
{
    public TransactionId Id => Transfer.Id;

    public WalletId WalletId => Transfer.WalletId;
}

/// <summary>A signature that was asked of the vault before the backup.</summary>
/// <param name="MessageHash">SHA-256 of what was to be signed, in hexadecimal.</param>
/// <param name="Signature">Null when the backup was made before the vault's answer was stored.</param>
public sealed record RecordedAttempt(string MessageHash, TransactionSignature? Signature);
