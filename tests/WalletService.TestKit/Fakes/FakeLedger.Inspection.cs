using System.Security.Cryptography;
using WalletService.Domain.Inspection;
using WalletService.Domain.Values;

namespace WalletService.TestKit.Fakes;

/// <summary>What callers' transactions do with a wallet.</summary>
public sealed partial class FakeLedger
{
    private static readonly SolanaAddress System = SolanaAddress.Parse("11111111111111111111111111111111");

    /// <summary>What every caller's transaction is found to hold beside its payment.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    public Task<TransactionEffects> ReadEffectsAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        var bytes = wireTransaction[TransactionSignature.Length..];
        var message = FakeMessage.Parse(bytes);
        return Task.FromResult(new TransactionEffects
        {
            Programs = [System],
            Movements = message.Source == wallet.Value
                ? [new StatedMovement(Mint: null, message.Lamports, SolanaAddress.Parse(message.Recipient), Instruction: 1)]
                : [],
            Findings = Findings,
            NeedsSimulation = Findings.Count > 0,
            PriorityFee = Lamports.Zero,
            Digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span)),
        });
    }
}
