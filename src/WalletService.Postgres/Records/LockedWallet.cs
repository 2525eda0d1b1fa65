using WalletService.Domain.Management;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Records;

/// <summary>
/// What a change needs of its wallet's row, read under the row's lock. Wallets are always locked before transfers, and both in the
/// order of their ids, so that changes wait for each other and never in a circle. NO KEY: foreign keys to the wallet may be checked
/// meanwhile.
/// </summary>
internal sealed record LockedWallet(
    Guid Id, string UserId, string Status, decimal SettledSlot, long EventSequence, string AuditHead, int KeyNumber = 1)
{
    /// <summary>Needs <c>@walletIds</c>.</summary>
    public const string Select =
        """
        SELECT id, user_id AS UserId, status, settled_slot AS SettledSlot, event_sequence AS EventSequence, audit_head AS AuditHead,
               key_number AS KeyNumber
        FROM wallets
        WHERE id = ANY (@walletIds) AND status <> 'Reserved'
        ORDER BY id
        FOR NO KEY UPDATE;
        """;

    public WalletStatus WalletStatus => Enum.Parse<WalletStatus>(Status);

    public WalletId WalletId => WalletId.From(Id);

    public UserId Owner => Domain.Values.UserId.Parse(UserId);
}
