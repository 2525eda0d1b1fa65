using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;

namespace WalletService.Embedded.Storage;

/// <summary>A transfer's row.</summary>
internal sealed class StoredTransfer(Transfer transfer)
{
    public Transfer Transfer { get; set; } = transfer;

    /// <summary>The signature that was announced and is not committed yet.</summary>
    public SigningIntent? Prepared { get; set; }

    /// <summary>Every signed transaction, oldest first, as of its last change.</summary>
    public List<TransferAttempt> Attempts { get; } = [];

    public string? LeaseOwner { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    public DateTimeOffset DueAt { get; set; }
}
