using WalletService.Domain.Ports;

namespace WalletService.Embedded.Storage;

/// <summary>A rotation of a wallet's key.</summary>
internal sealed class StoredRotation(KeyRotation rotation, DateTimeOffset startedAt)
{
    public KeyRotation Rotation { get; } = rotation;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public bool IsCompleted { get; set; }
}
