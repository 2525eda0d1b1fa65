using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Management;

internal sealed record RotationRow(
    Guid Id, Guid WalletId, string UserId, int KeyNumber, string Caller, string? Reason, bool IsCompleted)
{
    public const string Select =
        """
        SELECT key_rotations.id, key_rotations.wallet_id AS WalletId, wallets.user_id AS UserId, key_rotations.key_number AS KeyNumber,
               key_rotations.caller, key_rotations.reason, key_rotations.completed_at IS NOT NULL AS IsCompleted
        FROM key_rotations JOIN wallets ON wallets.id = key_rotations.wallet_id
        """;

    public KeyRotation ToRotation() => new(
        Id, Domain.Values.WalletId.From(WalletId), Domain.Values.UserId.Parse(UserId), KeyNumber, CallerId.Restore(Caller), Reason);
}
