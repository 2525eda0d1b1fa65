using Microsoft.Win32.SafeHandles;

namespace WalletService.Solana.Cryptography;

/// <summary>An EVP_MD_CTX: the state of one signing or verification.</summary>
internal sealed class EvpContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public EvpContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
