using WalletService.Domain.Policies;
using WalletService.Domain.Risk;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>Values that no other test uses.</summary>
internal static class Some
{
    public static string User() => $"user-{Guid.CreateVersion7()}";

    public static string Address() => SolanaAddress.FromBytes(Ed25519.GenerateKey().PublicKey).Value;

    public static string RequestId() => Guid.CreateVersion7().ToString("D");

    public static RiskQuestion Question(string reference = "reference") => new(
        reference,
        Domain.Values.SolanaAddress.Parse(Address()),
        new PolicySubject
        {
            Kind = PolicyRequestKind.TransferSol,
            Caller = CallerId.Parse("shop"),
            UserId = UserId.Parse("alice"),
            WalletId = WalletId.New(TimeProvider.System),
            Movements = [new AssetMovement(Asset.Sol, 1, Recipient: null)],
            At = DateTimeOffset.UnixEpoch,
        });
}
