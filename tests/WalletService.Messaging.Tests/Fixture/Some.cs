using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>Values that no other test uses.</summary>
internal static class Some
{
    public static string User() => $"user-{Guid.CreateVersion7()}";

    public static string Address() => SolanaAddress.FromBytes(Ed25519.GenerateKey().PublicKey).Value;

    public static string RequestId() => Guid.CreateVersion7().ToString("D");
}
