using WalletService.Domain.Auditing;

namespace WalletService.Cli.Auditing;

/// <summary>A checkpoint in an export.</summary>
internal sealed record CheckpointLine(
    long Number, string At, string PreviousHash, long HeadCount, string HeadsHash, string KeyVersion, string PublicKey, string Signature)
{
    public static CheckpointLine Of(AuditCheckpoint checkpoint) => new(
        checkpoint.Number,
        EntryLine.Write(checkpoint.Time, checkpoint.At),
        checkpoint.PreviousHash,
        checkpoint.HeadCount,
        checkpoint.HeadsHash,
        checkpoint.KeyVersion,
        checkpoint.PublicKey,
        checkpoint.Signature);

    public AuditCheckpoint ToCheckpoint() => new()
    {
        Number = Number,
        Time = EntryLine.ReadTime(At),
        PreviousHash = PreviousHash,
        HeadCount = HeadCount,
        HeadsHash = HeadsHash,
        KeyVersion = KeyVersion,
        PublicKey = PublicKey,
        Signature = Signature,
    };
}
