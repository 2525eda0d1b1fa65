namespace WalletService.Solana.Messages;

/// <summary>The three message formats in use.</summary>
public enum MessageVersion
{
    /// <summary>The first format; its first byte is the number of signatures, below 0x80.</summary>
    Legacy,

    /// <summary>Prefix 0x80: legacy, with address lookup tables.</summary>
    V0,

    /// <summary>Prefix 0x81 (SIMD-0385): larger, with its compute budget in the message and the signatures behind it.</summary>
    V1,
}
