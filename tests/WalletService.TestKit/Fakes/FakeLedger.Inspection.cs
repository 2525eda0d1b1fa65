using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using WalletService.Domain.Inspection;
using WalletService.Domain.Values;
using WalletService.Solana.Messages;

namespace WalletService.TestKit.Fakes;

/// <summary>What callers' transactions do with a wallet.</summary>
public sealed partial class FakeLedger
{
    private static readonly SolanaAddress System = SolanaAddress.Parse("11111111111111111111111111111111");

    /// <summary>What every caller's transaction is found to hold beside its payment.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>What the lookup tables hold: another number is another content.</summary>
    public byte TableContent { get; set; }

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
            Digest = DigestOf(wireTransaction),
        });
    }

    public Task<string> ReadDigestAsync(ReadOnlyMemory<byte> wireTransaction, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        return Task.FromResult(DigestOf(wireTransaction));
    }

    public bool TryWrite(
        string text,
        int version,
        SolanaAddress signer,
        [NotNullWhen(true)] out ReadOnlyMemory<byte>? message,
        [NotNullWhen(false)] out string? reason)
    {
        message = OffchainMessage.TryWriteV0(text, out var bytes) ? bytes : null;
        reason = message is null ? "is no text." : null;
        return message is not null;
    }

    private string DigestOf(ReadOnlyMemory<byte> wireTransaction) =>
        Convert.ToHexStringLower(SHA256.HashData([.. wireTransaction.Span[TransactionSignature.Length..], TableContent]));
}
