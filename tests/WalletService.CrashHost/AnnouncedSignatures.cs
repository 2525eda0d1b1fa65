using System.Collections.Concurrent;
using System.Security.Cryptography;
using WalletService.Domain.Ports;

namespace WalletService.CrashHost;

/// <summary>Tells for which attempt a message is signed: the vault's port is not told, but the announcement before it is.</summary>
internal sealed class AnnouncedSignatures
{
    private readonly ConcurrentDictionary<string, int> attempts = new();

    /// <summary>Returns the attempt's number.</summary>
    public int Note(SigningIntent intent) => attempts[intent.MessageHash] = intent.AttemptNumber;

    /// <summary>1 for a message that belongs to no transfer.</summary>
    public int AttemptOf(ReadOnlyMemory<byte> message) =>
        attempts.GetValueOrDefault(Convert.ToHexStringLower(SHA256.HashData(message.Span)), 1);
}
