using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Writes messages that are signed without ever being a transaction (Solana's off-chain message format).</summary>
public interface IOffchainMessages
{
    /// <summary>False, with the reason, for text that can't be written, and for a message that would parse as a transaction.</summary>
    /// <param name="text">What is to be signed.</param>
    /// <param name="version">0 or 1.</param>
    /// <param name="signer">Who signs.</param>
    /// <param name="message">Exactly the bytes to be signed.</param>
    /// <param name="reason">What is wrong with the text.</param>
    bool TryWrite(
        string text,
        int version,
        SolanaAddress signer,
        [NotNullWhen(true)] out ReadOnlyMemory<byte>? message,
        [NotNullWhen(false)] out string? reason);
}
