namespace WalletService.Kms.Software;

/// <summary>What AES-GCM makes of some bytes.</summary>
internal sealed record SealedBytes(byte[] Nonce, byte[] Ciphertext, byte[] Tag);
