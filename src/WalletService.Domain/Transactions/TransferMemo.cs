using System.Text;

namespace WalletService.Domain.Transactions;

/// <summary>What a transfer's memo may be: it is public on chain for ever, and has to fit into the transaction's 1,232 bytes.</summary>
public static class TransferMemo
{
    public const int MaximumBytes = 500;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The Memo program takes well-formed UTF-8 only.</summary>
    public static bool IsValid(string memo)
    {
        try
        {
            return memo.Length > 0 && Strict.GetByteCount(memo) <= MaximumBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
