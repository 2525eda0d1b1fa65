using System.Text;
using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>Whether 64 bytes are the Ed25519 signature of a key over a message.</summary>
public delegate bool SignatureCheck(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>Checks the checkpoints of an audit log: each against the one before it, against its heads, and against its signature.</summary>
/// <param name="check">How signatures are checked.</param>
/// <param name="trustedKeys">Base58 public keys; empty to take the keys that the checkpoints name.</param>
internal sealed class CheckpointVerifier(SignatureCheck check, IReadOnlyCollection<string> trustedKeys) : IDisposable
{
    private readonly AuditHeadsHash heads = new();
    private AuditCheckpoint? current;

    public AuditCheckpoint? Newest { get; private set; }

    /// <summary>The first thing that is wrong, and nothing of what comes after it.</summary>
    public AuditProblem? Problem { get; private set; }

    public void Add(AuditCheckpoint checkpoint)
    {
        Close();
        if (Problem is not null)
        {
            return;
        }

        var expected = (Newest?.Number ?? 0) + 1;
        if (checkpoint.Number != expected)
        {
            Break(expected, $"After checkpoint {expected - 1} comes {checkpoint.Number}: one was removed, or its number changed.");
        }
        else if (checkpoint.PreviousHash != (Newest?.Hash ?? AuditEntry.Origin))
        {
            Break(expected, "It does not follow the checkpoint before it: one of them was changed.");
        }
        else if (trustedKeys.Count > 0 && !trustedKeys.Contains(checkpoint.PublicKey))
        {
            Break(expected, $"It is signed by {checkpoint.PublicKey}, which is not a trusted key.");
        }
        else if (!IsSigned(checkpoint))
        {
            Break(expected, "Its signature is not right: it was changed after it was signed, or never was.");
        }
        else
        {
            current = checkpoint;
        }
    }

    public void Add(AuditHead head) => heads.Add(head);

    /// <summary>Ends the checkpoint whose heads were read.</summary>
    public void Close()
    {
        var count = heads.Count;
        var hash = heads.Finish();
        if (current is { } checkpoint && Problem is null)
        {
            if (checkpoint.HeadsHash == hash)
            {
                Newest = checkpoint;
            }
            else
            {
                Break(checkpoint.Number, $"The {count} heads kept with it are not the {checkpoint.HeadCount} that were signed.");
            }
        }

        current = null;
    }

    public void Dispose() => heads.Dispose();

    private void Break(long number, string description) =>
        Problem ??= new AuditProblem(AuditProblemKind.CheckpointBroken, AuditChains.Checkpoints, number, null, description);

    private bool IsSigned(AuditCheckpoint checkpoint) =>
        SolanaAddress.TryParse(checkpoint.PublicKey, out var key)
        && TransactionSignature.TryParse(checkpoint.Signature, out var signature)
        && check(key.ToBytes(), Encoding.UTF8.GetBytes(checkpoint.Text), signature.ToBytes());
}
