using Microsoft.Win32.SafeHandles;

namespace WalletService.Solana.Cryptography;

/// <summary>An EVP_PKEY. OpenSSL wipes a private key when it frees it.</summary>
internal sealed class EvpKeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public EvpKeyHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
