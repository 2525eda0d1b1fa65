using System.Reflection;
using System.Runtime.InteropServices;

namespace WalletService.Solana.Cryptography;

/// <summary>The few functions of OpenSSL's libcrypto (1.1.1 or later) that Ed25519 needs.</summary>
internal static partial class LibCrypto
{
    /// <summary>EVP_PKEY_ED25519, OpenSSL's number for the key type.</summary>
    public const int KeyTypeEd25519 = 1087;

    private const string Library = "walletservice-libcrypto";

    // .NET asks OpenSSL not to clean up at process exit, while threads may still use it. Whoever comes first must ask.
    private const ulong InitNoAtExit = 0x00080000;

    static LibCrypto()
    {
        NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

        // A failure shows in the first call that follows.
        _ = InitCrypto(InitNoAtExit, 0);
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial EvpKeyHandle NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial EvpKeyHandle NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetPublicKey(EvpKeyHandle key, Span<byte> publicKey, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial EvpContextHandle NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignInit(EvpContextHandle context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(
        EvpContextHandle context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyInit(EvpContextHandle context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(
        EvpContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    /// <summary>Empties this thread's error queue, so that no later caller of OpenSSL reads our failure as its own.</summary>
    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "OPENSSL_init_crypto")]
    private static partial int InitCrypto(ulong options, nint settings);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, Library, StringComparison.Ordinal))
        {
            return 0;
        }

        foreach (var candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException($"OpenSSL's libcrypto was not found; tried {string.Join(", ", Candidates())}.");
    }

    /// <summary>The names that .NET's own cryptography looks for, its override variable first.</summary>
    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is { Length: > 0 } version)
        {
            yield return $"libcrypto.so.{version}";
        }

        yield return "libcrypto.so.3";
        yield return "libcrypto.so.1.1";
        yield return "libcrypto.3.dylib";
        yield return "libcrypto";
    }
}
