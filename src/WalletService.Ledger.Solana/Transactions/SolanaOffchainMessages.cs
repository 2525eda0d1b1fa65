using System.Diagnostics.CodeAnalysis;
using System.Text;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana.Messages;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="IOffchainMessages"/>
internal sealed class SolanaOffchainMessages : IOffchainMessages
{
    public bool TryWrite(
        string text,
        int version,
        SolanaAddress signer,
        [NotNullWhen(true)] out ReadOnlyMemory<byte>? message,
        [NotNullWhen(false)] out string? reason)
    {
        message = null;
        if (IsTransaction(Encoding.UTF8.GetBytes(text)))
        {
            reason = "is a transaction or the message of one; use wallet.transaction.sign.";
            return false;
        }

        var isWritten = version switch
        {
            0 => OffchainMessage.TryWriteV0(text, out var bytes) && TryUse(bytes, out message),
            1 => OffchainMessage.TryWriteV1(text, signer.ToKit(), out var bytes) && TryUse(bytes, out message),
            _ => false,
        };
        reason = isWritten ? null : $"is text of 1 to {OffchainMessage.MaxTextLength} bytes of UTF-8, without control characters but line ends and tabs.";
        return isWritten;
    }

    /// <summary>The format makes this impossible; it is looked at all the same, because the key would sign anything.</summary>
    private static bool TryUse(byte[] bytes, [NotNullWhen(true)] out ReadOnlyMemory<byte>? message)
    {
        message = IsTransaction(bytes) ? null : bytes;
        return message is not null;
    }

    private static bool IsTransaction(ReadOnlySpan<byte> bytes) => Message.TryParse(bytes, out _) || Transaction.TryParse(bytes, out _);
}
